package dev.countersign.breakglass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.BreakGlassDesk.Offer;
import dev.countersign.card.BreakGlassDesk.Told;
import dev.countersign.card.BreakGlassDesk.Use;
import dev.countersign.card.Button;
import dev.countersign.card.CardView;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.RetrospectiveDesk;
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
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RetrospectiveQuestion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A gate at which pia uses break-glass.
abstract class GlassTestCase {
  static final String ISSUER = "https://login.example";
  static final Map<RetrospectiveQuestion, String> ANSWERS = TestGate.ANSWERS;

  static final String WHY = "Payments are down, and both leads are on a plane.";

  /// pia (finance), otto (support, owner of the agent) and quin (nobody's account) have the right.
  static final String PEOPLE =
      TestGate.PEOPLE
          .replaceAll(
              "\"slack\":\\{\"team\":\"T01\",\"user\":\"([A-Z]+)\"}",
              "$0,\"oidc\":{\"iss\":\"" + ISSUER + "\",\"sub\":\"$1\"}")
          .replace(
              "\"direct\":{",
              "\"on-call\":{\"members\":[\"pia\",\"otto\"],\"may_break_glass\":true},\"direct\":{");

  final TestGate gate = gate(PEOPLE);

  static TestGate gate(String people) {
    return TestGate.withPages(GlassTestCase::drawn, ISSUER, TestGate.ONE_LEAD, people);
  }

  private static RenderedCard drawn(CardView view) {
    return RenderedCard.of(
        JsonObject.builder().put("sections", view.sections().toString()).build(),
        true,
        view.buttons().stream().map(Button::decision).collect(Collectors.toSet()));
  }

  static AccountId account(String subject) {
    return new AccountId(Surface.CONSOLE, ISSUER, subject);
  }

  /// As the desk of passkeys makes one, for whatever it was signed for.
  StrongerCheck signed(String person, Bound bound) {
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
            gate.clock.instant(),
            Duration.ZERO,
            believed);
    return ((StrongerCheck.Verdict.Proven) verdict).check();
  }

  Offer.Page page(String subject, ProposalId id) {
    return (Offer.Page) gate.breakGlass.look(account(subject), id.value());
  }

  Told use(ProposalId id) {
    Offer.Page page = page("UPIA", id);
    return use("UPIA", id, page.card().digest().value(), signed("pia", page.sign().orElseThrow()));
  }

  Told use(String subject, ProposalId id, String card, StrongerCheck check) {
    return gate.breakGlass.use(account(subject), new Use(id.value(), "INC-2041", WHY, card, check));
  }

  Bound bound(ProposalId id) {
    return bound(gate, id);
  }

  static Bound bound(TestGate gate, ProposalId id) {
    return Bound.breaking(id, 1, gate.record(id).request().action());
  }

  Approved approved(ProposalId id) {
    return (Approved) gate.state(id);
  }

  /// The retrospective of this use is filed by whoever made it.
  RetrospectiveDesk.Told file(ProposalId id) {
    return gate.file(account("UPIA"), id);
  }

  /// Two others have read it.
  void close(ProposalId id) {
    for (String reader : List.of("ULENA", "UOTTO")) {
      assertThat(gate.filing.close(account(reader), id.value()).done()).isTrue();
    }
  }
}
