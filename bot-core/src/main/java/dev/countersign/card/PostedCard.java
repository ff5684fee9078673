package dev.countersign.card;

import dev.countersign.json.Digest;
import dev.countersign.people.ChatAddress;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.Ulid;
import java.time.Instant;
import java.util.Optional;

/// One rendering of a request's card in one message. An update of the message is one more of these,
/// so that a click on what was shown a moment ago still finds what it showed.
///
/// @param id `card_` + ULID
/// @param version the request's version that it shows
/// @param messageId empty from just before it is sent until the platform has named the message
/// @param personal drawn for one person, before the message itself was brought up to it
public record PostedCard(
    String id,
    ProposalId request,
    int revision,
    int version,
    ChatAddress address,
    Digest digest,
    Optional<String> messageId,
    boolean personal,
    Instant at) {
  public static final String PREFIX = "card_";

  public PostedCard {
    Ulid.require(PREFIX, id);
  }

  public PostedCard in(String message) {
    return new PostedCard(
        id, request, revision, version, address, digest, Optional.of(message), personal, at);
  }
}
