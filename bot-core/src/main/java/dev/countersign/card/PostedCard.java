package dev.countersign.card;

import dev.countersign.json.Digest;
import dev.countersign.people.ChatAddress;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.Ulid;
import dev.countersign.request.BatchId;
import java.time.Instant;
import java.util.Optional;

/// One rendering of a request's card in one message. An update of the message is one more of these,
/// so that a click on what was shown a moment ago still finds what it showed.
///
/// @param id `card_` + ULID
/// @param version the request's version that it shows
/// @param messageId empty from just before it is sent until the platform has named the message
/// @param personal drawn for one person, before the message itself was brought up to it
/// @param failure why it does not stand there now, as the platform last said
/// @param closed nothing more is to be done about this rendering: its message is gone, was told the
///   rest in its thread, or has lost its buttons for good
/// @param batch of a card about several alike requests, one rendering of each of them; empty for
///   the request's own card
public record PostedCard(
    String id,
    ProposalId request,
    int revision,
    int version,
    ChatAddress address,
    Digest digest,
    Optional<String> messageId,
    boolean personal,
    Instant at,
    Optional<Failure> failure,
    boolean closed,
    Optional<BatchId> batch) {
  public static final String PREFIX = "card_";

  public PostedCard {
    Ulid.require(PREFIX, id);
  }

  /// A rendering that nothing is known against.
  public PostedCard(
      String id,
      ProposalId request,
      int revision,
      int version,
      ChatAddress address,
      Digest digest,
      Optional<String> messageId,
      boolean personal,
      Instant at) {
    this(
        id,
        request,
        revision,
        version,
        address,
        digest,
        messageId,
        personal,
        at,
        Optional.empty(),
        false,
        Optional.empty());
  }

  /// The same rendering, as one of a batch.
  public PostedCard of(BatchId list) {
    return new PostedCard(
        id,
        request,
        revision,
        version,
        address,
        digest,
        messageId,
        personal,
        at,
        failure,
        closed,
        Optional.of(list));
  }

  /// Why a place does not show what it should.
  ///
  /// @param code the platform's own
  /// @param since when it began, whatever the codes since then
  public record Failure(String code, Instant since) {}

  /// The platform calls the message so, whatever else is known of it.
  public PostedCard named(String message) {
    return with(Optional.of(message), failure, closed);
  }

  /// The platform shows it in this message.
  public PostedCard in(String message) {
    return with(Optional.of(message), Optional.empty(), closed);
  }

  /// The platform refuses it, for the first time or still.
  public PostedCard failing(String code, Instant now) {
    Instant since = failure.map(Failure::since).orElse(now);
    return with(messageId, Optional.of(new Failure(code, since)), closed);
  }

  /// As the rendering before it stood: a new state does not mend a place.
  public PostedCard after(Optional<PostedCard> before) {
    return with(messageId, before.flatMap(PostedCard::failure), closed);
  }

  public PostedCard close() {
    return with(messageId, failure, true);
  }

  private PostedCard with(Optional<String> message, Optional<Failure> why, boolean done) {
    return new PostedCard(
        id, request, revision, version, address, digest, message, personal, at, why, done, batch);
  }
}
