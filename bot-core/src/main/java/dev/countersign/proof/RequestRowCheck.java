package dev.countersign.proof;

import dev.countersign.audit.StateCodec;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Tag;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Context;
import dev.countersign.proposal.Outline;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestStatus;
import dev.countersign.request.Timetable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The row of the request itself, which lists are read from, against the state that the entries
/// lead to; and its delivery to whoever executes.
final class RequestRowCheck {
  private final Evidence evidence;
  private final Chain chain;
  private final GrantRowCheck grants;
  private final Findings findings;

  RequestRowCheck(Evidence evidence, Chain chain, GrantRowCheck grants, Findings findings) {
    this.evidence = evidence;
    this.chain = chain;
    this.grants = grants;
    this.findings = findings;
  }

  void compare(ApprovalRequest request) {
    evidence
        .row()
        .ifPresent(row -> {
          String state = CanonicalJson.text(StateCodec.toJson(request.state()));
          findings.same("request.state", state, canonical(row.state()));
          findings.same(
              "request.status", WireName.of(RequestStatus.of(request.state())), row.status());
          findings.same("request.version", request.version(), row.version());
          findings.same("request.revision", request.revision(), row.revision());
          findings.same("request.deadline", request.deadline(), row.deadline());
          findings.same("request.agent", data(1).text("agent"), row.agent());
          findings.same("request.stage", openStage(request), row.stage());
          findings.same("request.asks", asked(request, 0), row.asks());
          findings.same("request.asks_too", asked(request, 1), row.asksToo());
          findings.same(
              "request.asks_more",
              request.asked().stream().skip(2).map(GroupName::value).toList(),
              row.asksMore());
          findings.same("request.due", Timetable.due(request), row.due());
          findings.same("request.risk_rank", risk().rank(), row.riskRank());
          compareOutline(request, row.outline());
          compareTags(request, row.tags());
          compareDelivery(request, row);
        });
  }

  /// With the frozen bytes, where they are the ones that the entries tell of.
  private void compareOutline(ApprovalRequest request, Evidence.OutlineRow row) {
    if (row.isEmpty() && !(request.state() instanceof Pending)) {
      return;
    }
    evidence
        .frozen()
        .filter(frozen -> isProposed(frozen.action(), "action"))
        .filter(frozen -> isProposed(frozen.context(), "context"))
        .map(frozen -> Outline.of(Action.read(frozen.action()), Context.read(frozen.context())))
        .ifPresent(outline -> {
          findings.same(
              "request.action_kind", Optional.of(WireName.of(outline.kind())), row.kind());
          findings.same(
              "request.target_system", Optional.of(outline.targetSystem()), row.targetSystem());
          findings.same("request.dry_run", Optional.of(outline.dryRun()), row.dryRun());
          findings.same("request.on_behalf_of", outline.onBehalfOf(), row.onBehalfOf());
        });
  }

  /// A row that was never asked of anybody has none, whatever its ruling says.
  private void compareTags(ApprovalRequest request, List<String> row) {
    if (!row.isEmpty() || request.state() instanceof Pending) {
      findings.same("request.tags", Tag.of(data(2)).stream().map(Tag::toString).toList(), row);
    }
  }

  private boolean isProposed(byte[] frozen, String member) {
    return data(1).text(member).equals(Digest.of(frozen).value());
  }

  private static Optional<String> asked(ApprovalRequest request, int place) {
    return request.asked().stream().skip(place).findFirst().map(GroupName::value);
  }

  /// Empty when it waits for nobody.
  private static Optional<Integer> openStage(ApprovalRequest request) {
    OptionalInt stage =
        request.state() instanceof Pending ? request.quorum().openStage() : OptionalInt.empty();
    return stage.isPresent() ? Optional.of(stage.getAsInt()) : Optional.empty();
  }

  private RiskLevel risk() {
    return WireName.require(RiskLevel.class, data(2).object("risk").text("assessed"));
  }

  /// Until its end is recorded, an approved action stands or falls with its delivery.
  private void compareDelivery(ApprovalRequest request, Evidence.Row row) {
    boolean open =
        request.state() instanceof Approved approved
            && (approved.execution() instanceof Execution.NotGranted
                || approved.execution() instanceof Execution.Granted
                || approved.execution() instanceof Execution.Running);
    if (open && row.toExecute().isEmpty()) {
      findings.add(
          "delivery",
          Kind.INCOMPLETE,
          "it is to be executed and no delivery is there, so it never is");
    } else if (open && !grants.executor(request).map(row.toExecute()::contains).orElse(true)) {
      findings.add(
          "delivery",
          Kind.ALTERED,
          "it is to be executed by another one than its grant is for, so it never is");
    }
  }

  private static String canonical(String json) {
    try {
      return CanonicalJson.text(CanonicalJson.parse(json.getBytes(StandardCharsets.UTF_8)));
    } catch (RuntimeException e) {
      return "unreadable";
    }
  }

  private JsonObject data(int seq) {
    return chain.entries().get(seq - 1).document().object("data");
  }
}
