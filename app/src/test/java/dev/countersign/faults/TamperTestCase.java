package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.RecordingChat;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.store.EmbeddedPostgresExtension;
import dev.countersign.token.Grant;
import dev.countersign.token.GrantEvidence;
import dev.countersign.token.GrantTokens;
import dev.countersign.token.GrantVerifier;
import dev.countersign.token.KeyRing;
import java.sql.SQLException;
import java.util.Set;
import org.assertj.core.api.ListAssert;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;

/// Three requests beside each other, one executed, one rejected and one still waiting, and the
/// tools of whoever owns the machine that they are stored on.
abstract class TamperTestCase {
  private static final KeyRing KEYS = TestKeys.RING;
  private static final ProposalId NONE = new ProposalId("prop_00000000000000000000000000");

  final KeyRing keys = KEYS;
  TestGate gate = TestGate.inMemory();
  ProposalId executed = NONE;
  ProposalId rejected = NONE;
  ProposalId pending = NONE;

  abstract EmbeddedPostgresExtension postgres();

  @BeforeEach
  void threeRequests() {
    gate = Gates.on(postgres().store(), keys, new RecordingChat());
    executed = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();
    gate.showCards();
    rejected = gate.ask();
    gate.press("UMARC", Decision.REJECT);
    gate.showCards();
    pending = gate.ask();
  }

  final ListAssert<Tuple> assertFound() {
    return assertThat(
        Gates.damages(postgres().store(), keys).stream()
            .filter(damage -> Set.of(executed, rejected, pending).contains(damage.request()))
            .map(damage -> tuple(damage.request(), damage.place(), damage.kind()))
            .toList());
  }

  /// As whoever owns the machine would.
  final void tamper(String... statements) throws SQLException {
    postgres()
        .asAdmin(
            """
            set search_path to countersign;
            alter table proposal disable trigger written_once;
            alter table vote disable trigger written_once;
            alter table exec_grant disable trigger written_once;
            alter table redemption disable trigger written_once;
            alter table audit_entry disable trigger written_once;
            """
                + String.join(";", statements));
  }

  static String flip(String table, String column, String key, ProposalId id, int position) {
    return "update %1$s set %2$s = set_byte(%2$s, %3$d, get_byte(%2$s, %3$d) # 1) where %4$s"
        .formatted(table, column, position, is(key, id));
  }

  static String is(String key, ProposalId id) {
    return key + " = '" + id + "'";
  }

  static String forgedVote(ProposalId from, ProposalId to, String person) {
    return """
    insert into vote (request_id, revision, person, seq, surface, tenant, account, decision,
           action, card, stage, for_group, function, token, callback, at, seal_key, mac)
    select '%s', revision, '%s', seq, surface, tenant, account, decision,
           action, card, stage, for_group, function, token, callback, at, seal_key, mac
      from vote where %s
    """
        .formatted(to, person, is("request_id", from));
  }

  final History history(ProposalId id) {
    return new History(id, gate.ledger.audit(id));
  }

  final String grantOf(ProposalId id) {
    return gate.audit(id, EntryType.GRANT_ISSUED).getFirst().object("data").text("grant");
  }

  /// The very claims of a genuine grant, signed by somebody who has the database but not the key.
  final String signedByAnotherKey(ProposalId id) {
    String genuine = gate.record(id).grant().orElseThrow().token();
    if (new GrantVerifier(keys, gate.issuer).evidence(genuine)
        instanceof GrantEvidence.Genuine(Grant grant, var _, var _)) {
      return new GrantTokens(Gates.newKeys(), gate.issuer).sign(grant);
    }
    throw new AssertionError("the grant is not genuine");
  }
}
