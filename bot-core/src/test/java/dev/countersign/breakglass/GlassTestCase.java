package dev.countersign.breakglass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.BreakGlassDesk.Offer;
import dev.countersign.card.BreakGlassDesk.Told;
import dev.countersign.card.BreakGlassDesk.Use;
import dev.countersign.card.RetrospectiveDesk;
import dev.countersign.passkey.Bound;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.AccountId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RetrospectiveQuestion;
import java.util.List;
import java.util.Map;

/// A gate at which pia uses break-glass.
abstract class GlassTestCase {
  static final String ISSUER = SampleGlass.ISSUER;
  static final Map<RetrospectiveQuestion, String> ANSWERS = TestGate.ANSWERS;
  static final String WHY = SampleGlass.WHY;
  static final String PEOPLE = SampleGlass.PEOPLE;

  final TestGate gate = gate(PEOPLE);

  static TestGate gate(String people) {
    return TestGate.withPages(SampleGlass::drawn, ISSUER, TestGate.ONE_LEAD, people);
  }

  static AccountId account(String subject) {
    return SampleGlass.account(subject);
  }

  StrongerCheck signed(String person, Bound bound) {
    return SampleGlass.signed(person, bound, gate.clock.instant());
  }

  Offer.Page page(String subject, ProposalId id) {
    return (Offer.Page) gate.breakGlass.look(account(subject), id.value());
  }

  Told use(ProposalId id) {
    return SampleGlass.use(gate, id);
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
