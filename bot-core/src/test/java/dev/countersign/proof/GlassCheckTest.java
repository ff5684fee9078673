package dev.countersign.proof;

import static dev.countersign.proof.StoredEvidence.rewritten;
import static dev.countersign.proof.StoredEvidence.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.EntryType;
import dev.countersign.breakglass.SampleGlass;
import dev.countersign.execution.OutsideExecutor;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.BrokenGlass;
import dev.countersign.request.Decision;
import dev.countersign.token.GrantEvidence;
import dev.countersign.token.GrantTokens;
import dev.countersign.token.GrantVerifier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `verify` finds where somebody used break-glass: of a chain that a gate's own keys seal, and
/// that breaks one rule.
class GlassCheckTest {
  private static final OutsideExecutor OUTSIDE =
      new OutsideExecutor("payout-runner", Duration.ofMinutes(10));
  private static final Instant LONG_AGO = Instant.parse("2026-11-23T14:59:59Z");

  private final TestGate gate =
      TestGate.withPages(
          SampleGlass::drawn, SampleGlass.ISSUER, TestGate.ONE_LEAD, SampleGlass.PEOPLE);
  private final ProposalId id = gate.ask();

  @BeforeEach
  void piaUsedItAndItRan() {
    assertThat(SampleGlass.use(gate, id).done()).isTrue();
    gate.execute();
    gate.showCards();
  }

  private Evidence stored() {
    return StoredEvidence.of(gate, id);
  }

  private List<Tuple> found(Evidence evidence) {
    return StoredEvidence.damages(gate, evidence).stream().map(GlassCheckTest::told).toList();
  }

  private List<Tuple> foundBy(String people) {
    return StoredEvidence.damages(
            gate, stored(), Optional.of(new PeopleDirectory(TestGate.people(people))))
        .stream()
        .map(GlassCheckTest::told)
        .toList();
  }

  private static Tuple told(Damage damage) {
    return tuple(damage.place(), damage.kind(), damage.detail());
  }

  private AuditEntry entry(EntryType type) {
    return entry(gate, id, type);
  }

  private static AuditEntry entry(TestGate of, ProposalId request, EntryType type) {
    return of.ledger.audit(request).stream()
        .filter(each -> each.document().text("type").equals(WireName.of(type)))
        .findFirst()
        .orElseThrow();
  }

  private String at(EntryType type) {
    return "audit_entry " + entry(type).seq();
  }

  private Evidence telling(EntryType type, String member, Json value) {
    JsonObject data = entry(type).document().object("data");
    return telling(type, data.with(member, value));
  }

  private Evidence telling(EntryType type, JsonObject data) {
    return StoredEvidence.of(gate, id, rewritten(gate.ledger.audit(id), entry(type), data));
  }

  /// With everything that its row says of it, too.
  private Evidence glassTelling(String member, String value) {
    Evidence told = telling(EntryType.GLASS_BROKEN, member, Json.of(value));
    Evidence.Row row = told.row().orElseThrow();
    String before = entry(EntryType.GLASS_BROKEN).document().object("data").text(member);
    return with(
        told,
        "row",
        Optional.of(with(row, "state", row.state().replace(quoted(before), quoted(value)))));
  }

  private static String quoted(String text) {
    return CanonicalJson.text(Json.of(text));
  }

  private Tuple contradiction(EntryType type, String detail) {
    return tuple(at(type), Kind.CONTRADICTION, detail);
  }

  /// What rests on a use that is none.
  private Tuple[] noQuorum(String why) {
    String detail = "no quorum stands behind it: " + why + ", break-glass of pia";
    return new Tuple[] {
      contradiction(EntryType.GRANT_ISSUED, detail), contradiction(EntryType.GRANT_REDEEMED, detail)
    };
  }

  @Test
  void aUseAsAGateWroteItIsSound() {
    assertThat(found(stored())).isEmpty();
  }

  @Test
  void aUseWithoutItsRowIsFoundForItsPersonCouldUseItOnceMore() {
    assertThat(found(with(stored(), "glass", Optional.empty())))
        .containsExactly(
            tuple(
                "break_glass",
                Kind.INCOMPLETE,
                "an entry tells of it, the row is missing, so the person may use it once more"));
  }

  @Test
  void aRowOfWhatNobodyUsedIsFound() {
    ProposalId ordinary = gate.propose();
    gate.showCards();
    gate.press("ULENA", Decision.APPROVE);
    Evidence evidence = StoredEvidence.of(gate, ordinary);
    assertThat(found(evidence)).isEmpty();
    assertThat(found(with(evidence, "glass", stored().glass())))
        .containsExactly(tuple("break_glass", Kind.CONTRADICTION, "no entry tells of it"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"person", "owner", "at", "due"})
  void anotherValueInItsRowIsFound(String column) {
    Evidence evidence = stored();
    Evidence.GlassRow row = evidence.glass().orElseThrow();
    Object other = List.of("at", "due").contains(column) ? LONG_AGO : "marc";
    assertThat(found(with(evidence, "glass", Optional.of(with(row, column, other)))))
        .containsExactly(tuple("break_glass", Kind.ALTERED, "it is not what the audit proves"));
  }

  @Test
  void aRetrospectiveThatWasDueBeforeItsUseIsFound() {
    for (Instant due : List.of(LONG_AGO, entry(EntryType.GLASS_BROKEN).document().instant("at"))) {
      String text = JsonObject.builder().put("due", due).build().text("due");
      Evidence evidence = glassTelling("due", text);
      Evidence.GlassRow row = with(evidence.glass().orElseThrow(), "due", due);
      assertThat(found(with(evidence, "glass", Optional.of(row))))
          .containsExactly(
              contradiction(
                  EntryType.GLASS_BROKEN, "its retrospective was due before it was made"));
    }
  }

  /// One for an executor outside, which may live longer where people approved.
  @Test
  void aGrantThatLivesLongerThanItMayIsFound() {
    TestGate other =
        TestGate.withPages(
            SampleGlass::drawn, SampleGlass.ISSUER, TestGate.ONE_LEAD, SampleGlass.PEOPLE);
    other.executor.handOver("billing", OUTSIDE);
    ProposalId handed = other.ask();
    assertThat(SampleGlass.use(other, handed).done()).isTrue();

    assertThat(found(living(other, handed, BrokenGlass.LIFE))).isEmpty();
    assertThat(found(living(other, handed, BrokenGlass.LIFE.plusSeconds(1))))
        .containsExactly(
            tuple(
                "grant " + StoredEvidence.of(other, handed).grants().getFirst().id(),
                Kind.CONTRADICTION,
                "it lives longer than break-glass may"));
  }

  /// A grant that was signed for so long, with all that tells of it.
  private static Evidence living(TestGate of, ProposalId handed, Duration life) {
    Evidence genuine = StoredEvidence.of(of, handed);
    Evidence.GrantRow row = genuine.grants().getFirst();
    Instant end = row.issuedAt().plus(life);
    GrantEvidence read = new GrantVerifier(TestKeys.RING, of.issuer).evidence(row.token());
    String token =
        new GrantTokens(TestKeys.RING, of.issuer)
            .sign(with(((GrantEvidence.Genuine) read).grant(), "expiresAt", end));
    AuditEntry issued = entry(of, handed, EntryType.GRANT_ISSUED);
    JsonObject data = issued.document().object("data");
    JsonObject told = JsonObject.builder().put("expires_at", end).build();
    Evidence longer =
        StoredEvidence.of(
            of,
            handed,
            rewritten(
                of.ledger.audit(handed),
                issued,
                data.with("expires_at", Json.of(told.text("expires_at")))));
    Evidence.Row stored = longer.row().orElseThrow();
    String state =
        stored.state().replace(quoted(data.text("expires_at")), quoted(told.text("expires_at")));
    return with(
        with(longer, "row", Optional.of(with(stored, "state", state))),
        "grants",
        List.of(with(with(row, "expiresAt", end), "token", token)));
  }

  @Test
  void whoHadNoRightByThePeopleOfItsTimeIsFound() {
    assertThat(foundBy(SampleGlass.PEOPLE.replace("[\"pia\",\"otto\"]", "[\"otto\"]")))
        .containsExactlyInAnyOrder(noQuorum("no_right_to_break"));
  }

  @Test
  void anAccountThatWasNotThePersonsByThePeopleOfItsTimeIsFound() {
    assertThat(foundBy(SampleGlass.PEOPLE.replace("\"sub\":\"UPIA\"", "\"sub\":\"UOTHER\"")))
        .containsExactlyInAnyOrder(noQuorum("no_right_to_break"));
  }

  @Test
  void whoOwnedTheAgentByThePeopleOfItsTimeIsFound() {
    assertThat(
            foundBy(
                SampleGlass.PEOPLE.replace(
                    "\"support-bot\":{\"owner\":\"otto\"", "\"support-bot\":{\"owner\":\"pia\"")))
        .contains(noQuorum("conflicted_vote"));
  }

  @Test
  void aReviewerWithAFunctionOfThePersonByThePeopleOfItsTimeIsFound() {
    assertThat(
            foundBy(
                SampleGlass.PEOPLE.replaceFirst(
                    "\"functions\":\\[\"support\"]", "\"functions\":[\"finance\"]")))
        .containsExactly(
            contradiction(
                EntryType.GLASS_BROKEN,
                "by the people of its time, whoever has to look at it afterwards has no other"
                    + " function than who used it"));
  }

  @Test
  void aUseThatNamesPeopleOfNoImportIsFound() {
    assertThat(StoredEvidence.damages(gate, stored(), Optional.empty()))
        .extracting(Damage::place, Damage::kind)
        .contains(tuple(at(EntryType.GLASS_BROKEN), Kind.INCOMPLETE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"purpose", "request", "action"})
  void aPasskeyThatSignedForSomethingElseIsFound(String member) {
    JsonObject data = entry(EntryType.STRONGER_CHECK).document().object("data");
    Json other =
        switch (member) {
          case "purpose" -> Json.of("approve");
          case "request" -> Json.of("prop_00000000000000000000000007");
          default -> Json.of(Digest.of("swapped").value());
        };
    assertThat(
            found(
                telling(
                    EntryType.STRONGER_CHECK,
                    data.with("bound", data.object("bound").with(member, other)))))
        .containsExactlyInAnyOrder(noQuorum("not_proven_stronger"));
  }

  @Test
  void aPasskeyOfSomebodyElseIsFound() {
    assertThat(found(telling(EntryType.STRONGER_CHECK, "person", Json.of("lena"))))
        .containsExactlyInAnyOrder(noQuorum("not_proven_stronger"));
  }

  @Test
  void aPageThatWasNotTheOneShownIsFound() {
    String other = Digest.of("another page").value();
    assertThat(found(telling(EntryType.PAGE_SHOWN, "card", Json.of(other))))
        .containsExactlyInAnyOrder(noQuorum("card_not_shown"));
  }

  /// The transition table itself does not take these.
  @Test
  void aUseOnAnotherRevisionOrOtherBytesOrOfTheProposingSideDoesNotFold() {
    JsonObject data = entry(EntryType.GLASS_BROKEN).document().object("data");
    for (JsonObject forged :
        List.of(
            data.with("revision", Json.of(2)),
            data.with("action", Json.of(Digest.of("swapped").value())),
            data.with("person", Json.of("otto")))) {
      assertThat(found(telling(EntryType.GLASS_BROKEN, forged)))
          .extracting(each -> each.toList().get(0), each -> each.toList().get(1))
          .containsExactly(tuple(at(EntryType.GLASS_BROKEN), Kind.CONTRADICTION));
    }
  }

  @Test
  void aUseThatItsPersonLooksAtThemselvesOrWithoutReasonDoesNotRead() {
    assertThat(found(glassTelling("owner", "pia")))
        .containsExactly(
            contradiction(
                EntryType.GLASS_BROKEN,
                "it does not read: nobody looks at their own use of break-glass"));
    for (Evidence forged :
        List.of(glassTelling("reason", "too short"), glassTelling("incident", ""))) {
      assertThat(found(forged))
          .containsExactly(
              contradiction(EntryType.GLASS_BROKEN, "it does not read: no incident, or no reason"));
    }
  }
}
