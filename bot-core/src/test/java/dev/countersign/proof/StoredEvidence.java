package dev.countersign.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.AuditHead;
import dev.countersign.audit.EntrySeal;
import dev.countersign.audit.EntryType;
import dev.countersign.audit.StateCodec;
import dev.countersign.grant.GrantIssuer;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Directory;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Tag;
import dev.countersign.proposal.Outline;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.BatchId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestStatus;
import dev.countersign.request.Timetable;
import dev.countersign.request.Vote;
import dev.countersign.token.GrantVerifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a store would hold of a request that a gate in memory has, and what is found in it.
public final class StoredEvidence {
  private StoredEvidence() {}

  /// What is found in one request as it is.
  public static List<Damage> damages(TestGate gate, ProposalId id) {
    return damages(gate, of(gate, id));
  }

  static List<Damage> damages(TestGate gate, Evidence evidence) {
    return damages(gate, evidence, Optional.of(gate.directory));
  }

  /// @param people of whichever import entries name; empty where there is none
  static List<Damage> damages(TestGate gate, Evidence evidence, Optional<Directory> people) {
    Findings findings = new Findings(evidence.id());
    Chain chain = Chain.check(evidence, TestKeys.EVIDENCE, findings).orElseThrow();
    new FoldCheck(
            evidence,
            chain,
            findings,
            new GrantVerifier(TestKeys.RING, gate.issuer),
            TestKeys.EVIDENCE,
            _ -> people)
        .check();
    return findings.list();
  }

  static Evidence of(TestGate gate, ProposalId id) {
    return of(gate, id, gate.ledger.audit(id));
  }

  static Evidence of(TestGate gate, ProposalId id, List<AuditEntry> chain) {
    RequestRecord record = gate.record(id);
    return new Evidence(
        id,
        Optional.of(
            new Evidence.Frozen(
                record.proposal().agent().value(),
                record.proposal().owner().value(),
                record.proposal().action().canonical(),
                record.proposal().action().digest().hash(),
                record.proposal().context().canonical(),
                record.proposal().context().digest().hash(),
                CanonicalJson.bytes(record.ruling().toJson()),
                record.ruling().deed(),
                record.ruling().object(),
                record.request().conflicted().stream().map(PersonId::value).toList(),
                record.proposal().at())),
        Optional.of(row(record, chain.getLast().head())),
        record.request().votes().stream().map(vote -> row(vote, record)).toList(),
        record.grant().stream().map(StoredEvidence::row).toList(),
        gate.audit(id, EntryType.GRANT_REDEEMED).stream()
            .map(entry ->
                new Evidence.RedemptionRow(
                    1,
                    entry.object("data").text("grant"),
                    entry.object("data").text("attempt"),
                    record.request().action().value(),
                    entry.instant("at")))
            .toList(),
        Stream.concat(record.cards().stream(), record.batched().stream())
            .map(card ->
                new Evidence.CardRow(
                    card.id(),
                    card.revision(),
                    card.address().toString(),
                    card.digest().value(),
                    card.batch().map(BatchId::value)))
            .toList(),
        glass(record),
        List.of(),
        chain.stream()
            .map(entry ->
                new Evidence.EntryRow(entry.seq(), entry.body(), entry.hash().hash(), entry.seal()))
            .toList());
  }

  private static Evidence.Row row(RequestRecord record, AuditHead head) {
    var request = record.request();
    boolean pending = request.state() instanceof Pending;
    Set<String> toExecute =
        request.state() instanceof Approved(_, _, var execution)
                && (execution instanceof Execution.Granted
                    || execution instanceof Execution.Running)
            ? Set.of(
                GrantIssuer.order(GrantIssuer.audience(record.ruling()).orElseThrow()).target())
            : Set.of();
    return new Evidence.Row(
        record.proposal().agent().value(),
        pending ? Optional.of(request.quorum().openStage().orElseThrow()) : Optional.empty(),
        request.asked().stream().findFirst().map(GroupName::value),
        request.asked().stream().skip(1).findFirst().map(GroupName::value),
        request.asked().stream().skip(2).map(GroupName::value).toList(),
        Timetable.due(request),
        record.ruling().risk().assessed().rank(),
        outline(record),
        record.ruling().tags().stream().map(Tag::toString).toList(),
        toExecute,
        request.revision(),
        request.version(),
        WireName.of(RequestStatus.of(request.state())),
        CanonicalJson.text(StateCodec.toJson(request.state())),
        request.deadline(),
        head.seq(),
        head.hash().hash());
  }

  private static Evidence.OutlineRow outline(RequestRecord record) {
    Outline outline = Outline.of(record.proposal().action(), record.proposal().context());
    return new Evidence.OutlineRow(
        Optional.of(WireName.of(outline.kind())),
        Optional.of(outline.targetSystem()),
        Optional.of(outline.dryRun()),
        outline.onBehalfOf());
  }

  private static Evidence.VoteRow row(Vote vote, RequestRecord record) {
    return new Evidence.VoteRow(
        vote.person().value(),
        vote.inPlaceOf().map(PersonId::value),
        "slack",
        vote.account().tenant(),
        vote.account().user(),
        vote.decision() == Decision.APPROVE ? "approve" : "reject",
        vote.revision(),
        vote.action().value(),
        vote.card().value(),
        vote.stage(),
        vote.group().value(),
        vote.also().isEmpty()
            ? Optional.empty()
            : Optional.of(
                vote.also().stream()
                    .map(seat -> seat.stage() + ":" + seat.group())
                    .collect(Collectors.joining(","))),
        vote.functions(),
        vote.token(),
        vote.remarks().reason().map(_ -> "against_policy"),
        vote.remarks().comment(),
        vote.callback().value(),
        vote.at(),
        Optional.ofNullable(record.seals().get(vote.person())));
  }

  private static Evidence.GrantRow row(IssuedGrant grant) {
    return new Evidence.GrantRow(
        grant.id().value(),
        grant.revision(),
        grant.issuedAt(),
        grant.expiresAt(),
        grant.token(),
        Optional.empty());
  }

  private static Optional<Evidence.GlassRow> glass(RequestRecord record) {
    return record.request().state() instanceof Approved approved
        ? approved
            .glass()
            .map(glass ->
                new Evidence.GlassRow(
                    glass.by().value(), 1, glass.owner().value(), approved.at(), glass.due()))
        : Optional.empty();
  }

  /// The same with another content of one entry, sealed as a gate seals.
  static List<AuditEntry> rewritten(List<AuditEntry> chain, AuditEntry entry, JsonObject data) {
    ProposalId id = entry.request();
    List<AuditEntry> altered = new ArrayList<>(chain);
    altered.set(
        entry.seq() - 1,
        new AuditEntry(id, entry.seq(), CanonicalJson.bytes(entry.document().with("data", data))));
    return EntrySeal.seal(AuditHead.genesis(id), altered, TestKeys.EVIDENCE);
  }

  /// The same with one component set otherwise.
  static <R extends Record> R with(R record, String name, Object value) {
    try {
      RecordComponent[] components = record.getClass().getRecordComponents();
      Object[] values = new Object[components.length];
      boolean there = false;
      for (int nth = 0; nth < components.length; nth++) {
        boolean meant = components[nth].getName().equals(name);
        values[nth] = meant ? value : components[nth].getAccessor().invoke(record);
        there |= meant;
      }
      assertThat(there).as(name).isTrue();
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
      @SuppressWarnings("unchecked")
      R altered = (R) record.getClass().getConstructor(types).newInstance(values);
      return altered;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a record without its constructor", e);
    }
  }
}
