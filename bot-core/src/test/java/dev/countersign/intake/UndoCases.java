package dev.countersign.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk.Answer;
import dev.countersign.card.InterventionDesk.Sent;
import dev.countersign.drawing.CardComposer;
import dev.countersign.execution.Outcome;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonNull;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RecordImage;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.Decision;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;

/// Lena and Marc are asked about changes of records, Otto owns the agent, Pia is asked nothing.
abstract class UndoCases {
  static final String WHY = "The customer pays by invoice";

  final TestGate gate = TestGate.inMemory(policy("ask"));

  @BeforeEach
  void theTargetSaysWhatWasThere() {
    gate.executor.answer(order ->
        new Outcome.Succeeded(
            0,
            order.action().digest(),
            Digest.of("1 row"),
            Optional.of(
                new RecordImage(
                    Map.of("/billing_terms", Json.of("NET30"), "/credit_limit", JsonNull.NULL),
                    Optional.empty()))));
  }

  static String policy(String effect) {
    return """
    {"version":1,"rules":[{"id":"records","when":"action.class == \\"record_change\\"","gate":"%s"%s}]}
    """
        .formatted(
            effect,
            effect.equals("ask")
                ? ",\"stages\":[{\"group\":\"support-leads\",\"approvals\":1}],\"sla\":{\"expires\":\"4h\"}"
                : "");
  }

  final ProposalId done() {
    return done(SampleProposals.billingTermsBody());
  }

  final ProposalId done(byte[] body) {
    ProposalId id = gate.propose(body);
    gate.showCards();
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();
    return id;
  }

  /// The sample with some of its text replaced.
  static byte[] sample(String... replaced) {
    String body = CanonicalJson.text(CanonicalJson.parse(SampleProposals.billingTermsBody()));
    for (int i = 0; i < replaced.length; i += 2) {
      assertThat(body).contains(replaced[i]);
      body = body.replace(replaced[i], replaced[i + 1]);
    }
    return body.getBytes(UTF_8);
  }

  final Answer ask(String user, ProposalId id) {
    return ask(user, id, WHY);
  }

  final Answer ask(String user, ProposalId id, String note) {
    AccountId account = new AccountId(Surface.SLACK, TestGate.TEAM, user);
    return gate.interventions.send(
        new Sent(
            Intervention.UNDO,
            account,
            id.value(),
            Optional.empty(),
            Optional.of(note),
            Digest.of("callback"),
            gate.formSeal("undo", account, id)));
  }

  final ProposalId undo(String user, ProposalId id) {
    String words = ((Answer.Done) ask(user, id)).words();
    gate.showCards();
    var named = Pattern.compile("prop_[0-9A-Z]{26}").matcher(words);
    assertThat(named.find()).isTrue();
    return new ProposalId(named.group());
  }

  final int proposals() {
    return gate.ledger.list(gate.agent().id(), Optional.empty(), Optional.empty(), 9).size();
  }

  final RecordChange change(ProposalId id) {
    return (RecordChange) gate.record(id).proposal().action().changes();
  }

  final String card(ProposalId id) {
    return new CardComposer(gate.directory).compose(gate.record(id)).sections().toString();
  }

  static void assertRefused(Answer answer, String code) {
    assertThat(answer)
        .isInstanceOfSatisfying(Answer.Refused.class, it -> assertThat(it.code()).isEqualTo(code));
  }
}
