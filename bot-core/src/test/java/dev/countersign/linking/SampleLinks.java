package dev.countersign.linking;

import dev.countersign.card.Reply;
import dev.countersign.ledger.LinkCode;
import dev.countersign.ledger.LinkNotices.Notice;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatLink;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What people are asked and told of links, with fixed ids, codes and times, for the drawings of
/// the chats.
public final class SampleLinks {
  private static final Instant AT = Instant.parse("2026-11-23T14:15:00Z");
  private static final String AGREEMENT = "A".repeat(43);

  private SampleLinks() {}

  /// By the name of their drawing.
  public static Map<String, Reply> all() {
    return of("Noor Sample", "0b8f6d52-3c1e-4a77-9d0e-5b2f7a1c4e36");
  }

  /// @param name as the account calls itself
  /// @param user what the chat calls the account
  public static Map<String, Reply> of(String name, String user) {
    var account = new AccountId(Surface.TEAMS, "8f0b6d52-3c1e-4a77-9d0e-5b2f7a1c4e36", user);
    var link = new ChatLink(new PersonId("lena"), account);
    var own = new AccountId(Surface.SLACK, "T0COUNTER", "ULENA");
    var replies = new LinkedHashMap<String, Reply>();
    replies.put(
        "reply-link-question",
        LinkWords.question(
            new LinkCode("lnk_01JD9Q7Z3M8V5K2N4R6T8W0XYA", account, name, AT),
            "7KQ4-MW2C",
            AGREEMENT));
    replies.put("reply-link-notice", LinkWords.news(new Notice(1, own, link, own, AT, 1)));
    replies.put("reply-links", LinkWords.links(List.of(link)));
    return replies;
  }
}
