package dev.countersign.proof;

import static dev.countersign.proof.StoredEvidence.rewritten;
import static dev.countersign.proof.StoredEvidence.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.ChainLinks;
import dev.countersign.card.Inputs;
import dev.countersign.catalogue.Reading;
import dev.countersign.decision.OperatorReconciliation;
import dev.countersign.decision.Unasked;
import dev.countersign.execution.Outcome;
import dev.countersign.grant.RecordProof;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.Steps;
import dev.countersign.people.Surface;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.GrantId;
import dev.countersign.request.GrantMode;
import dev.countersign.token.Approver;
import dev.countersign.token.Grant;
import dev.countersign.token.GrantEvidence;
import dev.countersign.token.GrantTokens;
import dev.countersign.token.GrantVerifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Everything stored of a request against its entries, one column at a time: the chain is genuine,
/// and each test alters one thing beside it.
class FoldCheckTest {
  private static final Instant START = TestGate.START;
  private static final Instant THEN = Instant.parse("2026-11-23T11:11:11Z");
  private static final Digest OTHER = Digest.of("other");

  private final TestGate gate = TestGate.inMemory();
  private final GrantVerifier verifier = new GrantVerifier(TestKeys.RING, gate.issuer);

  private ProposalId approved() {
    ProposalId id = gate.ask();
    gate.press(
        "UNINA", Decision.APPROVE, new Inputs(Optional.empty(), Optional.of("I called them.")));
    return id;
  }

  private ProposalId executed() {
    ProposalId id = approved();
    gate.execute();
    gate.showCards();
    return id;
  }

  private ProposalId rejected() {
    ProposalId id = gate.ask();
    gate.press("UNINA", Decision.REJECT);
    return id;
  }

  // What is stored of it, as it is.

  private Evidence stored(ProposalId id) {
    return StoredEvidence.of(gate, id);
  }

  private Evidence stored(ProposalId id, List<AuditEntry> chain) {
    return StoredEvidence.of(gate, id, chain);
  }

  // What is found.

  private List<Tuple> found(Evidence evidence) {
    return damages(evidence).stream().map(damage -> tuple(damage.place(), damage.kind())).toList();
  }

  private List<Damage> damages(Evidence evidence) {
    return StoredEvidence.damages(gate, evidence);
  }

  @Test
  void whatIsStoredAsItWasWrittenIsSoundWhereverItStands() {
    ProposalId pending = gate.ask();
    assertThat(found(stored(pending))).isEmpty();
    gate.press("UNINA", Decision.APPROVE);
    assertThat(found(stored(pending))).isEmpty();
    assertThat(found(stored(rejected()))).isEmpty();
    assertThat(found(stored(executed()))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void anotherValueInTheRowIsNamed(String column, Object value, String place) {
    Evidence evidence = stored(gate.ask());
    Evidence.Row altered = with(evidence.row().orElseThrow(), column, value);

    assertThat(found(with(evidence, "row", Optional.of(altered))))
        .containsExactly(tuple("request." + place, Kind.ALTERED));
  }

  static List<Arguments> anotherValueInTheRowIsNamed() {
    return List.of(
        Arguments.of("agent", "other-bot", "agent"),
        Arguments.of("stage", Optional.of(7), "stage"),
        Arguments.of("stage", Optional.empty(), "stage"),
        Arguments.of("asks", Optional.of("finance"), "asks"),
        Arguments.of("asks", Optional.empty(), "asks"),
        Arguments.of("riskRank", 0, "risk_rank"),
        Arguments.of("tags", List.of("domain/billing"), "tags"),
        Arguments.of("revision", 2, "revision"),
        Arguments.of("version", 99, "version"),
        Arguments.of("status", "expired", "status"),
        Arguments.of("state", "{\"status\":\"expired\"}", "state"),
        Arguments.of("deadline", THEN, "deadline"));
  }

  @ParameterizedTest
  @MethodSource
  void anotherOutlineInTheRowIsNamed(String column, Object value, String place) {
    Evidence evidence = stored(gate.ask());
    Evidence.Row row = evidence.row().orElseThrow();
    Evidence.OutlineRow altered = with(row.outline(), column, value);

    assertThat(found(with(evidence, "row", Optional.of(with(row, "outline", altered)))))
        .containsExactly(tuple("request." + place, Kind.ALTERED));
  }

  static List<Arguments> anotherOutlineInTheRowIsNamed() {
    return List.of(
        Arguments.of("kind", Optional.of("tool_call"), "action_kind"),
        Arguments.of("kind", Optional.empty(), "action_kind"),
        Arguments.of("targetSystem", Optional.of("other"), "target_system"),
        Arguments.of("targetSystem", Optional.empty(), "target_system"),
        Arguments.of("dryRun", Optional.of(true), "dry_run"),
        Arguments.of("dryRun", Optional.empty(), "dry_run"),
        Arguments.of("onBehalfOf", Optional.of("marc"), "on_behalf_of"));
  }

  @Test
  void anotherDeedForListsIsNamed() {
    Evidence evidence = stored(gate.ask());
    Evidence.Frozen frozen = evidence.frozen().orElseThrow();

    assertThat(
            found(
                with(
                    evidence,
                    "frozen",
                    Optional.of(with(frozen, "deed", Optional.of("Refund EUR 1.00"))))))
        .containsExactly(tuple("proposal.deed", Kind.ALTERED));
  }

  @Test
  void somethingElseThatTheDeedIsAboutForListsIsNamed() {
    Evidence evidence = stored(gate.ask());
    Evidence.Frozen frozen = evidence.frozen().orElseThrow();

    assertThat(
            found(
                with(
                    evidence,
                    "frozen",
                    Optional.of(with(frozen, "object", Optional.of("charge_1"))))))
        .containsExactly(tuple("proposal.deed_object", Kind.ALTERED));
  }

  @Test
  void onlyARowFromBeforeTheColumnMaySayNothingOfWhatItsDeedIsAbout() {
    gate.executor.read(_ ->
        Optional.of(
            new Reading(
                "refund",
                "Refund EUR 42.50",
                Optional.of("charge_3001"),
                List.of(),
                Optional.empty(),
                Optional.empty())));
    Evidence evidence = stored(gate.ask());
    Evidence.Frozen frozen = evidence.frozen().orElseThrow();
    Evidence.Frozen before = with(frozen, "object", Optional.of(Evidence.Frozen.NOT_TOLD));
    Evidence.Frozen nulled = with(frozen, "object", Optional.empty());

    assertThat(frozen.object()).contains("charge_3001");
    assertThat(found(with(evidence, "frozen", Optional.of(before)))).isEmpty();
    assertThat(found(with(evidence, "frozen", Optional.of(nulled))))
        .containsExactly(tuple("proposal.deed_object", Kind.ALTERED));
  }

  @Test
  void onlyWhatIsDecidedMayLackItsOutline() {
    Evidence.OutlineRow none =
        new Evidence.OutlineRow(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    Evidence decided = stored(executed());
    Evidence pending = stored(gate.ask());

    assertThat(found(without(decided, none))).isEmpty();
    assertThat(found(without(pending, none)))
        .containsExactly(
            tuple("request.action_kind", Kind.ALTERED),
            tuple("request.target_system", Kind.ALTERED),
            tuple("request.dry_run", Kind.ALTERED),
            tuple("request.on_behalf_of", Kind.ALTERED));
  }

  private static Evidence without(Evidence evidence, Evidence.OutlineRow none) {
    return with(evidence, "row", Optional.of(with(evidence.row().orElseThrow(), "outline", none)));
  }

  @Test
  void whatIsDecidedWaitsForNobody() {
    for (ProposalId id : List.of(rejected(), executed())) {
      Evidence evidence = stored(id);
      Evidence.Row row = evidence.row().orElseThrow();

      assertThat(found(with(evidence, "row", Optional.of(with(row, "stage", Optional.of(0))))))
          .containsExactly(tuple("request.stage", Kind.ALTERED));
      assertThat(
              found(with(evidence, "row", Optional.of(with(row, "asks", Optional.of("finance"))))))
          .containsExactly(tuple("request.asks", Kind.ALTERED));
    }
  }

  @Test
  void anApprovedActionWithoutItsDeliveryIsNamedUntilItHasEnded() {
    ProposalId id = approved();
    Evidence granted = stored(id);
    AtomicReference<Evidence> running = new AtomicReference<>(granted);
    gate.executor.answer(order -> {
      running.set(stored(id));
      return new Outcome.Succeeded(200, Digest.of("sent"), Digest.of("answer"));
    });
    gate.execute();

    assertThat(running.get()).isNotSameAs(granted);
    for (Evidence open : List.of(granted, running.get())) {
      assertThat(found(open)).isEmpty();
      Evidence.Row row = open.row().orElseThrow();
      assertThat(found(with(open, "row", Optional.of(with(row, "toExecute", Set.of())))))
          .containsExactly(tuple("delivery", Kind.INCOMPLETE));
      assertThat(found(with(open, "row", Optional.of(with(row, "toExecute", Set.of("thief"))))))
          .as("for another executor")
          .containsExactly(tuple("delivery", Kind.ALTERED));
    }
    assertThat(stored(id).row().orElseThrow().toExecute()).isEmpty();
    assertThat(found(stored(id))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void anotherValueInWhatWasFrozenIsNamed(String column, Object value, String place) {
    Evidence evidence = stored(executed());
    Evidence.Frozen altered = with(evidence.frozen().orElseThrow(), column, value);

    assertThat(found(with(evidence, "frozen", Optional.of(altered))))
        .contains(tuple(place, Kind.ALTERED));
  }

  private static byte[] withoutItsReasons() {
    TestGate gate = TestGate.inMemory();
    return CanonicalJson.bytes(
        gate.record(gate.propose())
            .ruling()
            .toJson()
            .with("findings", JsonArray.ofStrings(List.of())));
  }

  static List<Arguments> anotherValueInWhatWasFrozenIsNamed() {
    return List.of(
        Arguments.of("agent", "other-bot", "proposal.agent"),
        Arguments.of("owner", "marc", "proposal.owner"),
        Arguments.of("actionDigest", OTHER.hash(), "proposal.action"),
        Arguments.of("actionDigest", OTHER.hash(), "audit_entry 2"),
        Arguments.of("contextDigest", OTHER.hash(), "proposal.context"),
        Arguments.of("ruling", new byte[] {'{', '}'}, "proposal.ruling"),
        Arguments.of("ruling", withoutItsReasons(), "proposal.ruling"),
        Arguments.of("conflicted", List.of(), "proposal.conflicted"),
        Arguments.of("conflicted", List.of("otto", "marc"), "proposal.conflicted"),
        Arguments.of("at", THEN, "proposal.created_at"));
  }

  @ParameterizedTest
  @MethodSource
  void anotherValueInAVoteIsNamed(String column, Object value) {
    Evidence evidence = stored(executed());
    Evidence.VoteRow altered = with(evidence.votes().getFirst(), column, value);

    assertThat(found(with(evidence, "votes", List.of(altered))))
        .containsExactly(tuple("vote of nina", Kind.ALTERED));
  }

  static List<Arguments> anotherValueInAVoteIsNamed() {
    return List.of(
        Arguments.of("surface", "teams"),
        Arguments.of("tenant", "T99"),
        Arguments.of("user", "UMARC"),
        Arguments.of("decision", "reject"),
        Arguments.of("action", OTHER.value()),
        Arguments.of("card", OTHER.value()),
        Arguments.of("stage", 1),
        Arguments.of("group", "finance"),
        Arguments.of("functions", new TreeSet<>(List.of("finance"))),
        Arguments.of("token", "another"),
        Arguments.of("reason", Optional.of("against_policy")),
        Arguments.of("comment", Optional.empty()),
        Arguments.of("comment", Optional.of("I did not call them.")),
        Arguments.of("callback", OTHER.value()),
        Arguments.of("at", THEN));
  }

  @Test
  void theReasonOfARejectionIsComparedToo() {
    Evidence evidence = stored(rejected());
    Evidence.VoteRow altered = with(evidence.votes().getFirst(), "reason", Optional.empty());

    assertThat(found(with(evidence, "votes", List.of(altered))))
        .containsExactly(tuple("vote of nina", Kind.ALTERED));
  }

  @Test
  void aVoteOfAnotherPersonOrRevisionIsNamedFromBothSides() {
    Evidence evidence = stored(executed());
    Evidence.VoteRow vote = evidence.votes().getFirst();

    assertThat(found(with(evidence, "votes", List.of(with(vote, "person", "marc")))))
        .containsExactly(
            tuple("vote of marc", Kind.CONTRADICTION), tuple("vote of nina", Kind.INCOMPLETE));
    assertThat(found(with(evidence, "votes", List.of(with(vote, "revision", 2)))))
        .containsExactly(
            tuple("vote of nina", Kind.CONTRADICTION), tuple("vote of nina", Kind.INCOMPLETE));
    assertThat(found(with(evidence, "votes", List.of())))
        .containsExactly(tuple("vote of nina", Kind.INCOMPLETE));
  }

  @Test
  void aVoteWithoutItsOwnSealIsForged() {
    Evidence other = stored(executed());
    Evidence evidence = stored(executed());
    for (Optional<?> seal : List.of(Optional.empty(), other.votes().getFirst().seal())) {
      Evidence.VoteRow altered = with(evidence.votes().getFirst(), "seal", seal);

      assertThat(found(with(evidence, "votes", List.of(altered))))
          .containsExactly(tuple("vote of nina", Kind.FORGED));
    }
  }

  @ParameterizedTest
  @MethodSource
  void anotherValueInAGrantIsNamed(String column, Object value) {
    Evidence evidence = stored(executed());
    Evidence.GrantRow altered = with(evidence.grants().getFirst(), column, value);

    assertThat(found(with(evidence, "grants", List.of(altered))))
        .containsExactly(tuple("grant " + altered.id(), Kind.ALTERED));
  }

  static List<Arguments> anotherValueInAGrantIsNamed() {
    return List.of(
        Arguments.of("revision", 2),
        Arguments.of("issuedAt", THEN),
        Arguments.of("expiresAt", THEN),
        Arguments.of("token", "not.a.grant"),
        Arguments.of("replaces", Optional.of("grt_00000000000000000000000007")));
  }

  /// Signed by this gate, and for something else.
  @ParameterizedTest
  @MethodSource
  void anotherClaimOfAGrantIsNamed(String claim, Object value) {
    Evidence evidence = stored(executed());
    Evidence.GrantRow row = evidence.grants().getFirst();
    Evidence.GrantRow altered = with(row, "token", signed(with(genuine(row), claim, value)));

    assertThat(found(with(evidence, "grants", List.of(altered))))
        .containsExactly(tuple("grant " + row.id(), Kind.ALTERED));
  }

  static List<Arguments> anotherClaimOfAGrantIsNamed() {
    return List.of(
        Arguments.of("id", new GrantId("grt_00000000000000000000000007")),
        Arguments.of("request", new ProposalId("prop_00000000000000000000000007")),
        Arguments.of("revision", 2),
        Arguments.of("action", OTHER),
        Arguments.of("mode", GrantMode.BREAKGLASS),
        Arguments.of("expiresAt", START.plusSeconds(1)),
        Arguments.of(
            "approvers",
            List.of(new Approver(new PersonId("marc"), Optional.empty(), Surface.SLACK, START))));
  }

  private Grant genuine(Evidence.GrantRow row) {
    if (verifier.evidence(row.token()) instanceof GrantEvidence.Genuine(var grant, _, _)) {
      return grant;
    }
    throw new AssertionError("not genuine");
  }

  private String signed(Grant grant) {
    return new GrantTokens(TestKeys.RING, gate.issuer).sign(grant);
  }

  @Test
  void aGrantThatNoEntryTellsOfOrWhoseRowIsMissingIsNamed() {
    Evidence evidence = stored(executed());
    Evidence.GrantRow row = evidence.grants().getFirst();
    Evidence.GrantRow other = with(row, "id", "grt_00000000000000000000000007");

    assertThat(found(with(evidence, "grants", List.of(row, other))))
        .containsExactly(tuple("grant " + other.id(), Kind.CONTRADICTION));
    assertThat(found(with(evidence, "grants", List.of())))
        .containsExactly(tuple("grant " + row.id(), Kind.INCOMPLETE));
  }

  @Test
  void aGrantThatTakesThePlaceOfAnotherNamesIt() {
    ProposalId id = approved();
    Evidence.GrantRow first = stored(id).grants().getFirst();
    renew(id);
    Evidence evidence = stored(id);
    Evidence.GrantRow second = evidence.grants().getFirst();

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(
            found(
                with(
                    evidence,
                    "grants",
                    List.of(first, with(second, "replaces", Optional.of(first.id()))))))
        .isEmpty();
    assertThat(found(with(evidence, "grants", List.of(first, second))))
        .containsExactly(tuple("grant " + second.id(), Kind.ALTERED));
  }

  private void renew(ProposalId id) {
    gate.clock.advance(Grant.LONGEST_LIFETIME);
    gate.runner.run(new Delivery(id, DeliveryKind.EXECUTE, "", 1, 1, UUID.randomUUID()));
  }

  @ParameterizedTest
  @MethodSource
  void anotherValueInARedemptionIsNamed(String column, Object value) {
    Evidence evidence = stored(executed());
    Evidence.RedemptionRow altered = with(evidence.redemptions().getFirst(), column, value);

    assertThat(found(with(evidence, "redemptions", List.of(altered))))
        .containsExactly(tuple("redemption of revision 1", Kind.ALTERED));
  }

  static List<Arguments> anotherValueInARedemptionIsNamed() {
    return List.of(
        Arguments.of("grant", "grt_00000000000000000000000007"),
        Arguments.of("execution", "exe_00000000000000000000000007"),
        Arguments.of("action", OTHER.value()),
        Arguments.of("at", THEN));
  }

  @Test
  void aRedemptionThatNoEntryTellsOfOrWhoseRowIsMissingIsNamed() {
    Evidence evidence = stored(executed());
    Evidence.RedemptionRow row = evidence.redemptions().getFirst();

    assertThat(found(with(evidence, "redemptions", List.of(row, with(row, "revision", 2)))))
        .containsExactly(tuple("redemption of revision 2", Kind.CONTRADICTION));
    assertThat(found(with(evidence, "redemptions", List.of())))
        .containsExactly(tuple("redemption of revision 1", Kind.INCOMPLETE));
  }

  @ParameterizedTest
  @MethodSource
  void anotherValueInACardIsNamed(String column, Object value) {
    Evidence evidence = stored(gate.ask());
    Evidence.CardRow altered = with(evidence.cards().getFirst(), column, value);

    assertThat(found(with(evidence, "cards", List.of(altered))))
        .containsExactly(tuple("card " + altered.id(), Kind.ALTERED));
  }

  static List<Arguments> anotherValueInACardIsNamed() {
    return List.of(
        Arguments.of("revision", 2),
        Arguments.of("address", "slack:T01:C99"),
        Arguments.of("digest", OTHER.value()),
        Arguments.of("batch", Optional.of("bat_00000000000000000000000007")));
  }

  @Test
  void aCardThatNoEntryTellsOfOrWhoseRowIsMissingIsNamed() {
    Evidence evidence = stored(gate.ask());
    Evidence.CardRow row = evidence.cards().getFirst();
    Evidence.CardRow other = with(row, "id", "card_00000000000000000000000007");

    assertThat(found(with(evidence, "cards", List.of(row, other))))
        .containsExactly(tuple("card " + other.id(), Kind.CONTRADICTION));
    assertThat(found(with(evidence, "cards", List.of())))
        .containsExactly(tuple("card " + row.id(), Kind.INCOMPLETE));
  }

  // Entries of a gate with a fault: sealed by the key of this one.

  @Test
  void aFirstGrantThatDoesNotRestOnAllApprovalsIsNamed() {
    gate.policy.set(TestGate.policy(TestGate.ONE_LEAD.replace(":1}]", ":2}]")));
    ProposalId id = gate.ask();
    gate.press("UNINA", Decision.APPROVE);
    gate.press("ULENA", Decision.APPROVE);

    assertThat(found(stored(id))).isEmpty();
    for (List<String> told :
        List.of(List.<String>of(), List.of("nina"), List.of("nina", "lena", "marc"))) {
      assertThat(found(grantResting(id, 1, told)))
          .contains(tuple(place(id, 1), Kind.CONTRADICTION));
    }
  }

  @Test
  void aRenewedGrantThatRestsOnNobodyOrSomebodyElseIsNamed() {
    ProposalId id = approved();
    renew(id);

    assertThat(found(stored(id))).doesNotContain(tuple(place(id, 2), Kind.CONTRADICTION));
    for (List<String> told : List.of(List.<String>of(), List.of("nina", "marc"), List.of("marc"))) {
      assertThat(found(grantResting(id, 2, told)))
          .contains(tuple(place(id, 2), Kind.CONTRADICTION));
    }
  }

  @Test
  void aRulingOrAVoteThatNamesNoPeopleIsNamed() {
    ProposalId id = approved();
    for (String type : List.of("ruled", "voted")) {
      List<AuditEntry> chain = new ArrayList<>(gate.ledger.audit(id));
      AuditEntry entry = first(chain, type);
      Map<String, Json> told = new HashMap<>(entry.document().object("data").members());
      assertThat(told.remove("people")).isNotNull();

      assertThat(found(stored(id, rewritten(chain, entry, new JsonObject(told)))))
          .contains(tuple("audit_entry " + entry.seq(), Kind.INCOMPLETE));
    }
  }

  @Test
  void aRulingThatDidNotKeepTheOwnerOrWhomItActsForFromDecidingIsNamed() {
    ProposalId id = approved();
    List<AuditEntry> chain = gate.ledger.audit(id);
    AuditEntry ruled = first(chain, "ruled");
    JsonObject data = ruled.document().object("data");
    assertThat(data.texts("conflicted")).containsExactlyInAnyOrder("otto", "reviewer-7");
    for (String free : List.of("otto", "reviewer-7")) {
      List<String> others =
          data.texts("conflicted").stream().filter(person -> !person.equals(free)).toList();
      JsonObject told = data.with("conflicted", JsonArray.ofStrings(others));

      assertThat(found(stored(id, rewritten(chain, ruled, told))))
          .contains(tuple("audit_entry 2", Kind.CONTRADICTION));
    }
  }

  private List<String> saidBy(ProposalId id, String person, String user) {
    List<AuditEntry> chain = gate.ledger.audit(id);
    AuditEntry said = first(chain, "execution_reconciled");
    JsonObject data =
        said.document()
            .object("data")
            .with("person", Json.of(person))
            .with("surface", Json.of("slack"))
            .with("tenant", Json.of(TestGate.TEAM))
            .with("user", Json.of(user));
    return contradictions(stored(id, rewritten(chain, said, data))).stream()
        .filter(why -> why.contains("not theirs to say"))
        .map(why -> why.substring(why.indexOf(": ") + 2))
        .toList();
  }

  private void operatorHandsIn(ProposalId id, String person) {
    gate.execute();
    Steps steps =
        new Steps(gate.ledger, new RecordProof(ChainLinks.under(TestKeys.EVIDENCE)), _ -> {});
    assertThat(
            new OperatorReconciliation(steps, gate.directory)
                .settle(id, new PersonId(person), true, "It stands there", "ops"))
        .isEqualTo(OperatorReconciliation.Answer.RECORDED);
  }

  @Test
  void aWordOfSomebodyWhoWasNotAskedIsNamed() {
    gate.executor.answer(_ -> new Outcome.Unknown("timeout", 0));
    ProposalId id = approved();
    operatorHandsIn(id, "lena");

    assertThat(found(stored(id))).isEmpty();
    assertThat(saidBy(id, "lena", "ULENA")).isEmpty();
    assertThat(saidBy(id, "marc", "UMARC")).isEmpty();
    assertThat(saidBy(id, "lena", "UMARC")).containsExactly("the account is not theirs");
    assertThat(saidBy(id, "pia", "UPIA")).containsExactly("they were not asked");
    assertThat(saidBy(id, "otto", "UOTTO"))
        .containsExactly("the action is theirs, or was proposed for them");
    assertThat(saidBy(id, "nobody", "UNOBODY")).containsExactly("there is no such person");
  }

  @Test
  void ofWhatNobodyWasAskedAboutAWordOfWhoeverDoesNotAdministerIsNamed() {
    gate.policy.set(TestGate.policy(Unasked.ALLOWED));
    gate.executor.answer(_ -> new Outcome.Unknown("timeout", 0));
    ProposalId id = gate.propose();
    operatorHandsIn(id, "pia");

    assertThat(found(stored(id))).as("an operator handed it in").isEmpty();
    assertThat(saidBy(id, "pia", "UPIA"))
        .containsExactly("nobody was asked, and they do not administer the deployment");
  }

  @Test
  void anApprovalThatCameFasterThanItsRulingLetsIsNamed() {
    gate.policy.set(
        TestGate.policy(TestGate.ONE_LEAD.replace("\"gate\":", "\"read_for\":\"1s\",\"gate\":")));
    ProposalId id = gate.ask();
    gate.clock.advance(Duration.ofSeconds(19));
    gate.press("UNINA", Decision.APPROVE);
    List<AuditEntry> chain = gate.ledger.audit(id);
    AuditEntry ruled = first(chain, "ruled");
    JsonObject data = ruled.document().object("data");

    assertThat(
            contradictions(
                stored(id, rewritten(chain, ruled, data.with("read_for_seconds", Json.of(20))))))
        .contains(
            "it approves 19000 ms after its card was shown, and its ruling lets an approval count"
                + " only after 20s",
            "no quorum stands behind it: too_fast, vote of nina");
    assertThat(
            contradictions(
                stored(id, rewritten(chain, ruled, data.with("read_for_seconds", Json.of(19))))))
        .isEmpty();
  }

  @Test
  void anApprovalOnACardThatWasCutByWhoeverHasNotOpenedEveryPageIsNamed() {
    ProposalId id = gate.ask();
    gate.press("UNINA", Decision.APPROVE);
    List<AuditEntry> chain = gate.ledger.audit(id);
    AuditEntry offered = first(chain, "card_offered");
    JsonObject data = offered.document().object("data");

    assertThat(
            contradictions(
                stored(id, rewritten(chain, offered, data.with("whole", Json.of(false))))))
        .contains(
            "it approves on a card that was cut, and no entries before it say that its person"
                + " opened every page of the action",
            "no quorum stands behind it: not_read, vote of nina");
  }

  /// Its ruling asked for no opening, and says now that it did: whoever holds the evidence key
  /// wrote the vote in.
  @Test
  void anApprovalOfWhoeverHasNotOpenedEveryAttachmentIsNamed() {
    ProposalId id = gate.ask();
    gate.press("UNINA", Decision.APPROVE);
    List<AuditEntry> chain = gate.ledger.audit(id);
    AuditEntry ruled = first(chain, "ruled");
    JsonObject data = ruled.document().object("data");
    JsonArray asked = JsonArray.ofStrings(List.of(Digest.of("terms").value()));

    assertThat(contradictions(stored(id, rewritten(chain, ruled, data.with("open_first", asked)))))
        .contains(
            "it approves, and no entries before it say that its person opened every attachment, as"
                + " its ruling asks",
            "no quorum stands behind it: not_opened, vote of nina");
  }

  private List<String> contradictions(Evidence evidence) {
    return damages(evidence).stream()
        .filter(damage -> damage.kind() == Kind.CONTRADICTION)
        .map(Damage::detail)
        .toList();
  }

  private String place(ProposalId id, int nth) {
    return "audit_entry " + issued(gate.ledger.audit(id), nth).seq();
  }

  private static AuditEntry issued(List<AuditEntry> chain, int nth) {
    return first(
        nth == 1 ? chain : chain.subList(first(chain, "grant_issued").seq(), chain.size()),
        "grant_issued");
  }

  private static AuditEntry first(List<AuditEntry> chain, String type) {
    return chain.stream()
        .filter(entry -> entry.document().text("type").equals(type))
        .findFirst()
        .orElseThrow();
  }

  private Evidence grantResting(ProposalId id, int nth, List<String> approvers) {
    List<AuditEntry> chain = gate.ledger.audit(id);
    AuditEntry entry = issued(chain, nth);
    JsonObject told = entry.document().object("data");
    return stored(
        id, rewritten(chain, entry, told.with("approvers", JsonArray.ofStrings(approvers))));
  }
}
