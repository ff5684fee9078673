package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.RecordingChat;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.AuditEntry;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.proof.Damage;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.store.EmbeddedPostgresExtension;
import dev.countersign.store.StoreConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Somebody holds the gate's own database password and nothing else: what they write is refused by
/// the database, or stops at the gate before anything is sent, and `verify` names it.
class DatabasePasswordTest {
  private static final String REFUSED = "42501";
  private static final String ALREADY = "23505";

  @RegisterExtension
  static final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  private TestGate gate = TestGate.inMemory();
  private ProposalId executed = new ProposalId("prop_00000000000000000000000000");
  private ProposalId target = executed;
  private int firstForged;

  @BeforeEach
  void oneExecutedAndOneWaiting() {
    gate = Gates.on(postgres.store(), TestKeys.RING, new RecordingChat());
    executed = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();
    gate.showCards();
    target = gate.ask();
    assertThat(sent()).isEqualTo(1);
  }

  /// The whole attack: votes and entries of a colleague's approval written for another request, the
  /// row moved along, an invented grant that has lapsed so that the gate would renew it, and a
  /// delivery.
  @Test
  void anApprovalWrittenIntoEveryTableSendsNothing() throws Exception {
    writeApproval("lena");

    assertNothingIsSent();
    assertNamed("audit_entry " + firstForged);
  }

  @Test
  void personsWhoDoNotExistApproveNothing() throws Exception {
    writeApproval("ghost");

    assertNothingIsSent();
    assertThat(damagePlaces()).isNotEmpty();
  }

  @Test
  void aRejectionThatWasTurnedInTheRowSendsNothing() throws Exception {
    gate.press("UMARC", Decision.REJECT);
    run(
        "update request set due = null, state = 'approved', situation = ?::json where id = ?",
        granted("grt_00000000000000000000000001"),
        target.value());
    writeLapsedGrant("grt_00000000000000000000000001");
    order(target);

    assertNothingIsSent();
    assertNamed("request.state");
  }

  @Test
  void aRejectionCannotBeTakenBack() {
    gate.press("UMARC", Decision.REJECT);

    assertRefused("update vote set decision = 'approve'");
    assertRefused("delete from vote");
    assertRefused("update audit_entry set body = body");
  }

  /// The renewal of a grant that nobody issued would be a genuine one.
  @Test
  void anInventedLapsedGrantIsNotRenewed() throws Exception {
    run(
        "update request set due = null, state = 'approved', situation = ?::json where id = ?",
        granted("grt_00000000000000000000000002"),
        target.value());
    writeLapsedGrant("grt_00000000000000000000000002");
    order(target);

    assertNothingIsSent();
    assertThat(gate.record(target).grant().orElseThrow().token()).isEqualTo("not.a.grant");
    assertNamed("grant grt_00000000000000000000000002");
  }

  @Test
  void whatWasSentIsNotSentAgainWhateverTheRowsSay() throws Exception {
    String grant = gate.record(executed).grant().orElseThrow().id().value();
    run("update request set situation = ?::json where id = ?", granted(grant), executed.value());
    order(executed);

    assertNothingIsSent();
    assertNamedIn(executed, "request.state");
  }

  @Test
  void aRedemptionIsNeitherTakenBackNorMadeTwice() {
    assertRefused("delete from redemption");
    assertRefused("update redemption set revision = 7");
    assertThatThrownBy(() ->
            run(
                "insert into redemption select request_id, revision, 'grt_other', execution,"
                    + " action, seq, at from redemption where request_id = ?",
                executed.value()))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(ALREADY));
  }

  @Test
  void anOutcomeWrittenIntoTheRowIsNamed() throws Exception {
    run(
        "update request set situation = json_build_object('status', 'approved', 'mode', 'quorum',"
            + " 'at', situation->>'at', 'execution', json_build_object('status', 'failed', 'code',"
            + " 'refused', 'target_status', 400, 'at', situation->>'at')) where id = ?",
        executed.value());
    order(executed);

    assertNothingIsSent();
    assertNamedIn(executed, "request.state");
  }

  /// Nobody finds a request in a list that it was taken out of.
  @Test
  void aRequestTakenOutOfTheListOfWhoIsAskedIsNamed() throws Exception {
    run("update request set asks = null, stage = null where id = ?", target.value());

    assertNamed("request.asks");
    assertNamed("request.stage");
  }

  @Test
  void anApprovedActionWhoseDeliveryWasRemovedIsNamed() throws Exception {
    gate.press("ULENA", Decision.APPROVE);
    assertThat(damagePlaces()).isEmpty();
    run("delete from delivery where kind = 'execute'");

    assertNothingIsSent();
    assertThat(damagePlaces()).containsExactly("delivery");
  }

  /// The gate's own seal under `deadline_passed` would make the forged deadline look genuine.
  @Test
  void aDeadlineThatARowMovedIsNotSealedAsPassed() throws Exception {
    ProposalId other = gate.ask();
    int entries = gate.ledger.audit(target).size();
    run(
        "update request set deadline = now() - interval '1 second', due = now() where id = ?",
        target.value());

    assertThat(gate.due.run().expired()).isZero();
    assertThat(gate.ledger.audit(target)).hasSize(entries);
    assertThat(damagePlaces(other)).isEmpty();
    assertNamed("request.deadline");
  }

  @Test
  void anAttemptThatARowInventsIsNotSealedAsLost() throws Exception {
    gate.press("ULENA", Decision.APPROVE);
    int entries = gate.ledger.audit(target).size();
    run(
        "update request set situation = cast(? as json) where id = ?",
        "{\"status\":\"approved\",\"mode\":\"quorum\",\"at\":\"2026-11-23T10:00:00Z\","
            + "\"execution\":{\"status\":\"running\","
            + "\"grant\":\"grt_00000000000000000000000004\","
            + "\"attempt\":\"exe_00000000000000000000000004\","
            + "\"since\":\"2026-11-23T10:00:00Z\"}}",
        target.value());

    assertNothingIsSent();
    assertThat(gate.ledger.audit(target)).hasSize(entries);
    assertNamed("request.state");
  }

  @Test
  void aGrantRowBesideTheGenuineOneIsNotSealedAsBarred() throws Exception {
    gate.press("ULENA", Decision.APPROVE);
    int entries = gate.ledger.audit(target).size();
    // The table takes one first grant of a revision, and any number that name one they replace.
    run(
        "insert into exec_grant (request_id, id, revision, seq, issued_at, expires_at, token,"
            + " replaces) values (?, 'grt_00000000000000000000000005', 1, 99,"
            + " now() - interval '3 minutes', now() - interval '1 minute', 'x', 'y')",
        target.value());

    assertNothingIsSent();
    assertThat(gate.ledger.audit(target)).hasSize(entries);
    assertNamed("grant grt_00000000000000000000000005");
  }

  @Test
  void aRulingCannotBeWeakened() {
    assertRefused("update proposal set ruling = ruling");
    assertRefused("update proposal set conflicted = '{}'");
    assertRefused("update request set risk_rank = 0");
  }

  @Test
  void cardsCannotBeRemovedOrExchanged() {
    assertRefused("delete from posted_card");
    assertRefused("update posted_card set digest = digest");
  }

  @Test
  void theCardTheAccountOrThePlaceOfAVoteCannotBeExchanged() {
    assertRefused("update vote set card = action");
    assertRefused("update vote set account = 'UEVIL'");
    assertRefused("update vote set in_place_of = 'marc'");
  }

  /// An entry without a seal does not even land.
  @Test
  void anEntryWithoutASealIsRefusedByTheTable() {
    assertThatThrownBy(() ->
            run(
                "insert into audit_entry (request_id, seq, body) values (?, 99, ''::bytea)",
                target.value()))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23514"));
  }

  private void writeApproval(String person) throws SQLException {
    Chain real = chain(executed);
    int head = gate.record(target).head().seq();
    firstForged = head + 1;
    List<AuditEntry> forged =
        List.of(real.voted(target, head + 1, person), real.granted(target, head + 2));
    for (AuditEntry entry : forged) {
      run(
          "insert into audit_entry (request_id, seq, body, seal_key, mac)"
              + " select ?, ?, ?, seal_key, mac from audit_entry where request_id = ? and seq = 5",
          target.value(),
          entry.seq(),
          entry.body(),
          executed.value());
    }
    run(TamperTestCase.forgedVote(executed, target, person));
    writeLapsedGrant("grt_00000000000000000000000003");
    run(
        "update request set due = null, state = 'approved', situation = ?::json, version = version + 2,"
            + " audit_seq = ?, audit_hash = ? where id = ?",
        granted("grt_00000000000000000000000003"),
        head + 2,
        forged.getLast().hash().hash(),
        target.value());
    order(target);
  }

  private void writeLapsedGrant(String id) throws SQLException {
    run(
        "insert into exec_grant (request_id, id, revision, seq, issued_at, expires_at, token)"
            + " values (?, ?, 1, 99, now() - interval '3 minutes', now() - interval '1 minute',"
            + " 'not.a.grant')",
        target.value(),
        id);
  }

  private void order(ProposalId id) throws SQLException {
    run(
        "insert into delivery (request_id, kind, target, due_at) values (?, 'execute', '', now())"
            + " on conflict do nothing",
        id.value());
  }

  private static String granted(String grant) {
    return "{\"status\":\"approved\",\"mode\":\"quorum\",\"at\":\"2026-11-23T10:00:00Z\","
        + "\"execution\":{\"status\":\"granted\",\"grant\":\""
        + grant
        + "\",\"expires_at\":\"2026-11-23T10:02:00Z\"}}";
  }

  private void assertNothingIsSent() {
    try {
      gate.execute();
    } catch (RuntimeException e) {
      // A worker keeps a delivery that it cannot work off; what counts is that nothing was sent.
      assertThat(e).hasMessageNotContaining("deliveries do not come to rest");
    }
    assertThat(sent()).isEqualTo(1);
  }

  private int sent() {
    return gate.executor.sent().size();
  }

  private List<String> damagePlaces() {
    return damagePlaces(target);
  }

  private static List<String> damagePlaces(ProposalId id) {
    return Gates.damages(postgres.store(), TestKeys.RING).stream()
        .filter(damage -> damage.request().equals(id))
        .map(Damage::place)
        .toList();
  }

  private void assertNamed(String place) {
    assertNamedIn(target, place);
  }

  private static void assertNamedIn(ProposalId id, String place) {
    assertThat(damagePlaces(id)).contains(place);
  }

  private Chain chain(ProposalId id) {
    return new Chain(gate.ledger.audit(id));
  }

  /// The genuine approval that the forger copies from.
  private record Chain(List<AuditEntry> entries) {
    private AuditEntry of(String type) {
      return entries.stream()
          .filter(entry -> entry.document().text("type").equals(type))
          .findFirst()
          .orElseThrow();
    }

    private AuditEntry voted(ProposalId to, int seq, String person) {
      JsonObject body = of("voted").document();
      return entry(
          to,
          seq,
          body.with("actor", Json.of("person:" + person))
              .with("data", body.object("data").with("person", Json.of(person))));
    }

    private AuditEntry granted(ProposalId to, int seq) {
      return entry(to, seq, of("grant_issued").document());
    }

    private static AuditEntry entry(ProposalId to, int seq, JsonObject body) {
      return new AuditEntry(to, seq, CanonicalJson.bytes(body));
    }
  }

  private static void assertRefused(String sql) {
    assertThatThrownBy(() -> run(sql))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(REFUSED));
  }

  /// As the application.
  private static void run(String sql, Object... values) throws SQLException {
    StoreConfig config = postgres.config();
    try (Connection connection =
            DriverManager.getConnection(
                config.url() + "?currentSchema=countersign", config.user(), config.password());
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int nth = 0; nth < values.length; nth++) {
        statement.setObject(nth + 1, values[nth]);
      }
      statement.execute();
    }
  }
}
