package dev.countersign.linking;

import dev.countersign.card.Reply;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.Seal;
import dev.countersign.evidence.SealVerdict;
import dev.countersign.evidence.SealedKind;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.ledger.AccountNotices.Notice;
import dev.countersign.ledger.AccountNotices.Told;
import dev.countersign.ledger.LinkCode;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatLink;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.token.ButtonSeals;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What people are asked and told of links, with fixed ids, codes and times, for the drawings of
/// the chats.
public final class SampleLinks {
  /// Keys of tests are made anew in each run.
  private static final EvidenceKeys SAME_EACH_TIME =
      new EvidenceKeys() {
        @Override
        public Seal seal(SealedKind kind, byte[] bytes) {
          return new Seal("k1", new byte[Seal.MAC_BYTES]);
        }

        @Override
        public SealVerdict verify(SealedKind kind, byte[] bytes, Seal seal) {
          throw new AssertionError("samples are not pressed");
        }
      };

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
    var account =
        new AccountId(Surface.TEAMS, "8f0b6d52-3c1e-4a77-9d0e-5b2f7a1c4e36", sealable(user));
    var link = new ChatLink(new PersonId("lena"), account);
    var own = new AccountId(Surface.SLACK, "T0COUNTER", "ULENA");
    var replies = new LinkedHashMap<String, Reply>();
    replies.put(
        "reply-link-question",
        LinkWords.question(
            new LinkCode("lnk_01JD9Q7Z3M8V5K2N4R6T8W0XYA", account, name, AT),
            "7KQ4-MW2C",
            AGREEMENT));
    var linked = new Told.Linked(link, own);
    var agreements = new LinkAgreements(new ButtonSeals(SAME_EACH_TIME, InstantSource.fixed(AT)));
    replies.put(
        "reply-link-notice", LinkWords.news(new Notice(1, own, linked, AT, 1), linked, agreements));
    replies.put("reply-links", LinkWords.links(List.of(link), own, agreements));
    return replies;
  }

  /// Nothing is linked to an account whose name no JSON of ours can hold.
  private static String sealable(String user) {
    try {
      CanonicalJson.text(Json.of(user));
      return user;
    } catch (JsonRefusedException _) {
      return "nobody";
    }
  }
}
