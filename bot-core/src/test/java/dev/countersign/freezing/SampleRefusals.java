package dev.countersign.freezing;

import dev.countersign.card.Reply;
import dev.countersign.drawing.PasskeyPage;
import dev.countersign.passkey.PasskeyStep;
import dev.countersign.passkey.StrongerRefusal;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.refusal.Door;
import dev.countersign.refusal.GlassRefusal;
import dev.countersign.refusal.RefusedAttempt;
import dev.countersign.refusal.RefusedAttempt.NamedPasskey;
import dev.countersign.refusal.RefusedAttempt.Who;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What is told of refused attempts and of steps of passkeys, with fixed ids and times, for the
/// drawings of the chats.
public final class SampleRefusals {
  private static final Instant AT = Instant.parse("2026-11-23T14:15:00Z");
  private static final String REQUEST = "prop_01JD9Q7Z3M8V5K2N4R6T8W0XYA";
  private static final NamedPasskey LENAS = new NamedPasskey(41, new PersonId("lena"));

  private SampleRefusals() {}

  /// By the name of their drawing.
  public static Map<String, Reply> all() {
    return of("https://login.example", "00u1a2b3c4D5E6F7g8h9");
  }

  /// @param tenant what issued the account
  /// @param user what the issuer calls it
  public static Map<String, Reply> of(String tenant, String user) {
    Who pia =
        new Who(
            Optional.of(new AccountId(Surface.CONSOLE, tenant, user)),
            Optional.of(new PersonId("pia")));
    var replies = new LinkedHashMap<String, Reply>();
    replies.put(
        "reply-refused-no-right",
        RefusedWords.of(
            RefusedAttempt.of(
                Door.BREAK_GLASS,
                GlassRefusal.NO_RIGHT,
                pia,
                Optional.of(new NamedPasskey(12, new PersonId("pia"))),
                REQUEST),
            AT));
    replies.put(
        "reply-refused-other-person",
        RefusedWords.of(
            RefusedAttempt.of(
                Door.APPROVE, StrongerRefusal.OTHER_PERSON, pia, Optional.of(LENAS), REQUEST),
            AT));
    replies.put(
        "reply-refused-other-origin",
        RefusedWords.of(
            RefusedAttempt.of(
                Door.SIGN_IN, StrongerRefusal.OTHER_ORIGIN, Who.NOBODY, Optional.of(LENAS), ""),
            AT));
    for (PasskeyStep.Deed deed : PasskeyStep.Deed.values()) {
      PasskeyStep step = new PasskeyStep(deed, 41, new PersonId("lena"), new PersonId("marc"));
      String name = deed.name().toLowerCase(Locale.ROOT);
      replies.put("reply-passkey-" + name, PasskeyPage.toOperators(step, AT));
      replies.put("reply-own-passkey-" + name, PasskeyPage.toPerson(step, AT));
    }
    return replies;
  }
}
