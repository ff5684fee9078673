package dev.countersign.executors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk.Answer;
import dev.countersign.card.InterventionDesk.Sent;
import dev.countersign.drawing.CardComposer;
import dev.countersign.execution.Outcome;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordChange;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// A whole gate before a target that keeps records: changes of them are asked about.
public final class RecordGate {
  private static final String LEADS =
      """
      {"version":1,"rules":[{"id":"records","when":"action.class == \\"record_change\\"","gate":"ask",
        "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}}]}
      """;

  private static final AgentId AGENT = new AgentId("support-bot");

  public final TestGate gate = TestGate.inMemory(LEADS);

  /// @param registry by which records are read
  /// @param make carries out
  public RecordGate(ExecutorRegistry registry, Function<Action, Outcome> make) {
    gate.executor.showBefore(registry::readsFirst, action -> registry.readFirst(action, AGENT));
    gate.executor.letBeDone(registry::operations);
    gate.executor.answer(order -> make.apply(order.action()));
  }

  /// Its card is shown.
  public ProposalId proposed(String body) {
    ProposalId id = gate.propose(body.getBytes(UTF_8));
    gate.showCards();
    return id;
  }

  public void approveAndExecute() {
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();
  }

  /// What is asked instead, because the record was another.
  public ProposalId askedAnew(ProposalId first) {
    gate.work(DeliveryKind.ASK_ANEW);
    gate.showCards();
    return gate.state(first).successor().orElseThrow();
  }

  public Execution end(ProposalId id) {
    return ((Approved) gate.state(id)).execution();
  }

  public Action action(ProposalId id) {
    return gate.record(id).proposal().action();
  }

  /// What people are shown that each field holds.
  public List<Optional<Json>> from(ProposalId id) {
    return ((RecordChange) action(id).changes())
        .fields().stream().map(RecordChange.Field::from).toList();
  }

  /// Asked for by Marc.
  public ProposalId undo(ProposalId done) {
    Answer answer = askToUndo(done);
    gate.showCards();
    var named = Pattern.compile("prop_[0-9A-Z]{26}").matcher(answer.words());
    assertThat(named.find()).as(answer.words()).isTrue();
    return new ProposalId(named.group());
  }

  /// By Marc.
  public Answer askToUndo(ProposalId done) {
    AccountId marc = new AccountId(Surface.SLACK, TestGate.TEAM, "UMARC");
    return gate.interventions.send(
        new Sent(
            Intervention.UNDO,
            marc,
            done.value(),
            Optional.empty(),
            Optional.of("They are a customer still"),
            Digest.of("callback"),
            gate.formSeal("undo", marc, done)));
  }

  /// Undone, with whoever approves it.
  public ProposalId undone(ProposalId done) {
    ProposalId undo = undo(done);
    approveAndExecute();
    return undo;
  }

  /// What its card says.
  public String card(ProposalId id) {
    return new CardComposer(gate.directory).compose(gate.record(id)).sections().toString();
  }

  /// What its card offers once it is over.
  public List<Intervention> offered(ProposalId id) {
    return new CardComposer(gate.directory).compose(gate.record(id)).interventions();
  }
}
