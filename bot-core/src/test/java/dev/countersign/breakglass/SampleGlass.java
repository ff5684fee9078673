package dev.countersign.breakglass;

import dev.countersign.TestGate;
import dev.countersign.card.BreakGlassDesk.Offer;
import dev.countersign.card.BreakGlassDesk.Told;
import dev.countersign.card.BreakGlassDesk.Use;
import dev.countersign.card.Button;
import dev.countersign.card.CardView;
import dev.countersign.card.RenderedCard;
import dev.countersign.json.JsonObject;
import dev.countersign.passkey.AssertionCheck;
import dev.countersign.passkey.Bound;
import dev.countersign.passkey.Passkey;
import dev.countersign.passkey.PasskeyAssertion;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/// Uses of break-glass at any gate with pages.
public final class SampleGlass {
  /// Of the accounts of [#PEOPLE] on pages.
  public static final String ISSUER = "https://login.example";

  static final String WHY = "Payments are down, and both leads are on a plane.";

  /// pia (finance), otto (support, owner of the agent) and quin (nobody's account) have the right.
  public static final String PEOPLE =
      TestGate.PEOPLE
          .replaceAll(
              "\"slack\":\\{\"team\":\"T01\",\"user\":\"([A-Z]+)\"}",
              "$0,\"oidc\":{\"iss\":\"" + ISSUER + "\",\"sub\":\"$1\"}")
          .replace(
              "\"direct\":{",
              "\"on-call\":{\"members\":[\"pia\",\"otto\"],\"may_break_glass\":true},\"direct\":{");

  private SampleGlass() {}

  /// A page.
  public static RenderedCard drawn(CardView view) {
    return RenderedCard.of(
        JsonObject.builder().put("sections", view.sections().toString()).build(),
        true,
        view.buttons().stream().map(Button::decision).collect(Collectors.toSet()));
  }

  static AccountId account(String subject) {
    return new AccountId(Surface.CONSOLE, ISSUER, subject);
  }

  /// As the desk of passkeys makes one, for whatever it was signed for.
  static StrongerCheck signed(String person, Bound bound, Instant at) {
    PersonId id = new PersonId(person);
    Passkey passkey =
        new Passkey(
            3,
            id,
            "",
            new Passkey.Material("Y3JlZA", "a2V5", "https://approve.example", 0),
            Instant.EPOCH,
            Optional.of(new Passkey.Confirmed(new PersonId("marc"), Instant.EPOCH)));
    PasskeyAssertion assertion =
        new PasskeyAssertion("Y3JlZA", "ZGF0YQ", "Y2xpZW50", "c2ln", Passkey.handleText(id));
    AssertionCheck believed = (_, _, _) -> Optional.of(0L);
    StrongerCheck.Verdict verdict =
        StrongerCheck.of(
            new StrongerCheck.Use(bound, "bm9uY2U", assertion),
            Optional.of(passkey),
            id,
            at,
            Duration.ZERO,
            believed);
    return ((StrongerCheck.Verdict.Proven) verdict).check();
  }

  /// By pia, who was shown the page.
  public static Told use(TestGate gate, ProposalId id) {
    Offer.Page page = (Offer.Page) gate.breakGlass.look(account("UPIA"), id.value());
    StrongerCheck check = signed("pia", page.sign().orElseThrow(), gate.clock.instant());
    return gate.breakGlass.use(
        account("UPIA"), new Use(id.value(), "INC-2041", WHY, page.card().digest().value(), check));
  }
}
