package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.UnseenCard;
import dev.countersign.card.PostedCard;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.proof.Damage;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A superuser changes what is stored, with the triggers switched off; the verifier says what and
/// where.
class TamperTest extends TamperTestCase {
  @RegisterExtension
  static final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Override
  EmbeddedPostgresExtension postgres() {
    return postgres;
  }

  @Test
  void anUntouchedDatabaseIsSound() {
    assertFound().isEmpty();
    assertThat(gate.audit(executed))
        .containsSubsequence(
            "proposed", "ruled", "voted", "grant_issued", "grant_redeemed", "execution_succeeded");
  }

  // What was written once: the store recomputes the digest, so the audit has to know better.

  @Test
  void oneByteOfTheActionIsFound() throws Exception {
    tamper(flip("proposal", "action", "id", executed, 60));

    assertFound().contains(tuple(executed, "proposal.action", Kind.ALTERED));
  }

  @Test
  void oneByteOfTheContextIsFound() throws Exception {
    tamper(flip("proposal", "context", "id", executed, 60));

    assertFound().contains(tuple(executed, "proposal.context", Kind.ALTERED));
  }

  @Test
  void oneByteOfTheRulingIsFound() throws Exception {
    tamper(
        "update proposal set ruling = convert_to(replace(convert_from(ruling, 'UTF8'),"
            + " '\"chat_approve\":true', '\"chat_approve\":false'), 'UTF8') where "
            + is("id", executed));

    assertFound().containsExactly(tuple(executed, "proposal.ruling", Kind.ALTERED));
  }

  @Test
  void aRulingThatLostAMemberIsFound() throws Exception {
    tamper(
        "update proposal set ruling = convert_to(replace(convert_from(ruling, 'UTF8'),"
            + " '\"chat_approve\":true,', ''), 'UTF8') where "
            + is("id", executed));

    assertFound().containsExactly(tuple(executed, "proposal.ruling", Kind.ALTERED));
  }

  @Test
  void aRulingThatIsNoRulingIsFound() throws Exception {
    tamper("update proposal set ruling = '[]' where " + is("id", executed));

    assertFound().containsOnly(tuple(executed, "proposal.ruling", Kind.ALTERED));
  }

  @Test
  void anotherAgentOrOwnerIsFound() throws Exception {
    tamper(
        "update proposal set agent = 'other-bot', owner = 'marc', conflicted = '{marc}' where "
            + is("id", executed));

    assertFound()
        .containsExactlyInAnyOrder(
            tuple(executed, "proposal.agent", Kind.ALTERED),
            tuple(executed, "proposal.owner", Kind.ALTERED),
            tuple(executed, "proposal.conflicted", Kind.ALTERED));
  }

  @Test
  void anotherTimeOfProposingIsFound() throws Exception {
    tamper(
        "update proposal set created_at = created_at - interval '1 microsecond' where "
            + is("id", executed));

    assertFound().containsExactly(tuple(executed, "proposal.created_at", Kind.ALTERED));
  }

  @Test
  void aDeletedProposalIsFound() throws Exception {
    tamper("delete from proposal where " + is("id", executed));

    assertFound().containsExactly(tuple(executed, "proposal", Kind.INCOMPLETE));
  }

  // The hot row.

  @Test
  void anotherStateIsFound() throws Exception {
    tamper(
        "update request set due = null, state = 'expired', situation ="
            + " '{\"at\":\"2026-11-23T15:00:00Z\",\"status\":\"expired\"}' where "
            + is("id", rejected));

    assertFound()
        .containsExactlyInAnyOrder(
            tuple(rejected, "request.state", Kind.ALTERED),
            tuple(rejected, "request.status", Kind.ALTERED));
  }

  @Test
  void whoIsAskedAndOfWhichAgentItIsAreCompared() throws Exception {
    tamper(
        "update request set stage = 7, asks = 'others', agent = 'other-bot', risk_rank = 3,"
            + " action_kind = 'tool_call', target_system = 'other', dry_run = true,"
            + " on_behalf_of = 'somebody' where "
            + is("id", pending));

    assertFound()
        .containsExactlyInAnyOrder(
            tuple(pending, "request.stage", Kind.ALTERED),
            tuple(pending, "request.asks", Kind.ALTERED),
            tuple(pending, "request.agent", Kind.ALTERED),
            tuple(pending, "request.risk_rank", Kind.ALTERED),
            tuple(pending, "request.action_kind", Kind.ALTERED),
            tuple(pending, "request.target_system", Kind.ALTERED),
            tuple(pending, "request.dry_run", Kind.ALTERED),
            tuple(pending, "request.on_behalf_of", Kind.ALTERED));
  }

  @Test
  void anotherVersionIsFound() throws Exception {
    tamper("update request set version = version - 1 where " + is("id", executed));

    assertFound().containsExactly(tuple(executed, "request.version", Kind.ALTERED));
  }

  @Test
  void aLongerDeadlineIsFound() throws Exception {
    tamper("update request set deadline = deadline + interval '1 day' where " + is("id", pending));

    assertFound().containsExactly(tuple(pending, "request.deadline", Kind.ALTERED));
  }

  @Test
  void anotherHeadIsFound() throws Exception {
    tamper(flip("request", "audit_hash", "id", executed, 31));

    assertFound().containsExactly(tuple(executed, "request.audit_head", Kind.BROKEN_CHAIN));
  }

  @Test
  void aDeletedRowIsFound() throws Exception {
    tamper("delete from request where " + is("id", executed));

    assertFound().containsExactly(tuple(executed, "request", Kind.INCOMPLETE));
  }

  // Votes.

  @Test
  void aTurnedVoteIsFound() throws Exception {
    tamper("update vote set decision = 'approve' where " + is("request_id", rejected));

    assertFound().containsExactly(tuple(rejected, "vote of marc", Kind.ALTERED));
  }

  @Test
  void aVoteOnAnotherCardIsFound() throws Exception {
    tamper("update vote set card = action where " + is("request_id", executed));

    assertFound().containsExactly(tuple(executed, "vote of lena", Kind.ALTERED));
  }

  @Test
  void aVoteOfAnotherPersonIsFoundFromBothSides() throws Exception {
    tamper("update vote set person = 'nina' where " + is("request_id", executed));

    assertFound()
        .containsExactlyInAnyOrder(
            tuple(executed, "vote of nina", Kind.CONTRADICTION),
            tuple(executed, "vote of lena", Kind.INCOMPLETE));
  }

  @Test
  void aVoteInThePlaceOfSomebodyElseIsFound() throws Exception {
    tamper("update vote set in_place_of = 'nina' where " + is("request_id", executed));

    assertFound().containsExactly(tuple(executed, "vote of lena", Kind.ALTERED));
  }

  @Test
  void aDeletedVoteIsFound() throws Exception {
    tamper("delete from vote where " + is("request_id", executed));

    assertFound().containsExactly(tuple(executed, "vote of lena", Kind.INCOMPLETE));
  }

  @Test
  void aForgedVoteIsFound() throws Exception {
    tamper(forgedVote(executed, pending, "nina"));

    assertFound().containsExactly(tuple(pending, "vote of nina", Kind.CONTRADICTION));
  }

  @Test
  void aVoteWhoseSealIsNotItsOwnIsFound() throws Exception {
    tamper("update vote set mac = sha256(mac) where " + is("request_id", executed));

    assertFound().containsExactly(tuple(executed, "vote of lena", Kind.FORGED));
  }

  @Test
  void aVoteOnACardThatNoEntryTellsOfIsFoundAtTheGrant() {
    UnseenCard.approve(gate, pending, "lena");

    assertFound()
        .containsExactly(
            tuple(
                pending,
                "audit_entry " + (gate.audit(pending).indexOf("grant_issued") + 1),
                Kind.CONTRADICTION));
  }

  // Cards.

  @Test
  void cardsThatWereRemovedAreFound() throws Exception {
    List<String> cards = gate.record(executed).cards().stream().map(PostedCard::id).toList();
    tamper("delete from posted_card where " + is("request_id", executed));

    assertFound()
        .containsExactlyInAnyOrderElementsOf(
            cards.stream().map(id -> tuple(executed, "card " + id, Kind.INCOMPLETE)).toList());
  }

  @Test
  void aCardWithAnotherDigestOrAtAnotherPlaceIsFound() throws Exception {
    String card = gate.record(executed).cards().getFirst().id();
    tamper(
        "update posted_card set digest = '"
            + gate.record(executed).request().action()
            + "', channel = 'C99' where id = '"
            + card
            + "'");

    assertFound().isNotEmpty().containsOnly(tuple(executed, "card " + card, Kind.ALTERED));
  }

  @Test
  void aCardThatIsSaidToBeOfABatchIsFound() throws Exception {
    String card = gate.record(executed).cards().getFirst().id();
    tamper(
        "update posted_card set batch = 'bat_00000000000000000000000001' where id = '"
            + card
            + "'");

    assertFound().containsExactly(tuple(executed, "card " + card, Kind.ALTERED));
  }

  @Test
  void aCardThatNoEntryTellsOfIsFound() throws Exception {
    String card = gate.record(executed).cards().getFirst().id();
    tamper("update posted_card set request_id = '" + pending + "' where id = '" + card + "'");

    assertFound()
        .containsExactlyInAnyOrder(
            tuple(executed, "card " + card, Kind.INCOMPLETE),
            tuple(pending, "card " + card, Kind.CONTRADICTION));
  }

  // Grants.

  @Test
  void aDeletedGrantIsFound() throws Exception {
    String grant = grantOf(executed);
    tamper("delete from exec_grant where " + is("request_id", executed));

    assertFound().containsExactly(tuple(executed, "grant " + grant, Kind.INCOMPLETE));
  }

  @Test
  void aSpentGrantMadeFreshAgainIsFound() throws Exception {
    tamper("delete from redemption where " + is("request_id", executed));

    assertFound().containsExactly(tuple(executed, "redemption of revision 1", Kind.INCOMPLETE));
  }

  @Test
  void aSpentGrantMovedAsideForAnotherFirstOneIsFound() throws Exception {
    tamper("update exec_grant set replaces = 'x' where " + is("request_id", executed));

    assertFound()
        .isNotEmpty()
        .containsOnly(tuple(executed, "grant " + grantOf(executed), Kind.ALTERED));
  }

  @Test
  void aRedemptionThatNamesAnotherExecutionIsFound() throws Exception {
    tamper(
        "update redemption set execution = 'exe_00000000000000000000000000' where "
            + is("request_id", executed));

    assertFound().containsExactly(tuple(executed, "redemption of revision 1", Kind.ALTERED));
  }

  @Test
  void aRedemptionWithoutAnEntryIsFound() throws Exception {
    tamper(
        "insert into redemption (request_id, revision, grant_id, execution, action, seq, at)"
            + " select '"
            + pending
            + "', revision, 'grt_00000000000000000000000000', execution, action, seq, at"
            + " from redemption where "
            + is("request_id", executed));

    assertFound().containsExactly(tuple(pending, "redemption of revision 1", Kind.CONTRADICTION));
  }

  @Test
  void aGrantOfAnotherRevisionIsFound() throws Exception {
    tamper("update exec_grant set revision = 2 where " + is("request_id", executed));

    assertFound().containsExactly(tuple(executed, "grant " + grantOf(executed), Kind.ALTERED));
  }

  @Test
  void aGrantWithOtherTimesIsFound() throws Exception {
    tamper(
        "update exec_grant set issued_at = issued_at - interval '1 second' where "
            + is("request_id", executed));

    assertFound().containsExactly(tuple(executed, "grant " + grantOf(executed), Kind.ALTERED));
  }

  @Test
  void aGrantSignedByAnotherKeyIsFound() throws Exception {
    tamper(
        "update exec_grant set token = '"
            + signedByAnotherKey(executed)
            + "' where "
            + is("request_id", executed));

    assertFound().containsExactly(tuple(executed, "grant " + grantOf(executed), Kind.ALTERED));
  }

  @Test
  void oneCharacterOfAGrantsTokenIsFound() throws Exception {
    tamper(
        "update exec_grant set token = overlay(token placing"
            + " case substr(token, 200, 1) when 'A' then 'B' else 'A' end from 200 for 1) where "
            + is("request_id", executed));

    assertFound().containsExactly(tuple(executed, "grant " + grantOf(executed), Kind.ALTERED));
  }

  @Test
  void aGrantWithoutAnApprovalIsFound() throws Exception {
    tamper(
        "insert into exec_grant (request_id, id, revision, seq, issued_at, expires_at, token)"
            + " select '"
            + pending
            + "', id, revision, seq, issued_at, expires_at, token from exec_grant where "
            + is("request_id", executed));

    assertFound().containsExactly(tuple(pending, "grant " + grantOf(executed), Kind.CONTRADICTION));
  }

  // The chain.

  @Test
  void oneByteOfAnEntryIsFoundAtTheEntry() throws Exception {
    tamper(flip("audit_entry", "body", "seq = 5 and request_id", executed, 40));

    assertFound().contains(tuple(executed, "audit_entry 5", Kind.FORGED));
  }

  @Test
  void aDeletedEntryIsFound() throws Exception {
    tamper("delete from audit_entry where seq = 5 and " + is("request_id", executed));

    assertFound().contains(tuple(executed, "audit_entry 6", Kind.INCOMPLETE));
  }

  @Test
  void aDeletedEndIsFound() throws Exception {
    int last = gate.record(rejected).head().seq();
    tamper("delete from audit_entry where seq = " + last + " and " + is("request_id", rejected));

    assertFound().containsExactly(tuple(rejected, "request.audit_head", Kind.INCOMPLETE));
  }

  @Test
  void aDeletedChainIsFound() throws Exception {
    tamper("delete from audit_entry where " + is("request_id", executed));

    assertFound().containsExactly(tuple(executed, "audit_entry 1", Kind.INCOMPLETE));
  }

  @Test
  void twoSwappedEntriesAreFound() throws Exception {
    tamper(
        "update audit_entry set seq = case seq when 5 then -6 when 6 then -5 end"
            + " where seq in (5, 6) and "
            + is("request_id", executed),
        "update audit_entry set seq = -seq where seq < 0");

    assertFound()
        .contains(
            tuple(executed, "audit_entry 5", Kind.FORGED),
            tuple(executed, "audit_entry 6", Kind.FORGED));
  }

  @Test
  void anEntryMovedToAnotherRequestIsFoundAtBoth() throws Exception {
    int next = gate.record(pending).head().seq() + 1;
    tamper(
        "update audit_entry set request_id = '"
            + pending
            + "', seq = "
            + next
            + " where seq = 5 and "
            + is("request_id", executed));

    assertFound()
        .contains(
            tuple(executed, "audit_entry 6", Kind.INCOMPLETE),
            tuple(pending, "audit_entry " + next, Kind.FORGED));
  }

  @Test
  void aHistoryChainedAnewIsFoundWhereItWasBegun() throws Exception {
    History history = history(executed);
    history.inserting(5, history.body(4)).write(postgres.admin());

    assertFound()
        .contains(
            tuple(executed, "audit_entry 5", Kind.FORGED),
            tuple(executed, "request.audit_head", Kind.BROKEN_CHAIN))
        .doesNotContain(tuple(executed, "audit_entry 4", Kind.FORGED));
  }

  @Test
  void aSecondVoteChainedInUpToTheHeadIsFound() throws Exception {
    History history = history(executed);
    history
        .inserting(5, history.body(4).with("actor", Json.of("person:lena")))
        .writeWithHead(postgres.admin());

    assertFound().contains(tuple(executed, "audit_entry 6", Kind.FORGED));
  }

  @Test
  void anApproverExchangedInTheWholeHistoryIsFoundAtItsEntry() throws Exception {
    history(executed)
        .editing(
            5,
            body ->
                body.with("actor", Json.of("person:nina"))
                    .with("data", body.object("data").with("person", Json.of("nina"))))
        .editing(
            6,
            body ->
                body.with(
                    "data",
                    body.object("data").with("approvers", JsonArray.ofStrings(List.of("nina")))))
        .writeWithHead(postgres.admin());
    tamper("update vote set person = 'nina' where " + is("request_id", executed));

    assertFound().contains(tuple(executed, "audit_entry 5", Kind.FORGED));
  }

  @Test
  void anApprovalInventedInEveryTableIsFoundAtItsFirstEntry() throws Exception {
    // All that the executed request has is told of the pending one; only the key is missing.
    History invented = history(pending);
    History real = history(executed);
    int end = gate.record(pending).head().seq();
    String action = gate.record(pending).request().action().value();
    assertThat(action).isEqualTo(gate.record(executed).request().action().value());
    invented
        .inserting(end + 1, real.body(4))
        .inserting(end + 2, real.body(5))
        .writeWithHead(postgres.admin());
    JsonObject granted = real.body(5);
    String situation =
        CanonicalJson.text(
            JsonObject.builder()
                .put("status", "approved")
                .put("mode", "quorum")
                .put("at", real.body(4).text("at"))
                .put(
                    "execution",
                    JsonObject.builder()
                        .put("status", "granted")
                        .put("grant", granted.object("data").text("grant"))
                        .put("expires_at", granted.object("data").text("expires_at"))
                        .build())
                .build());
    tamper(
        forgedVote(executed, pending, "lena"),
        "insert into exec_grant (request_id, id, revision, seq, issued_at, expires_at, token)"
            + " select '"
            + pending
            + "', id, revision, seq, issued_at, expires_at, '"
            + signedByAnotherKey(executed)
            + "' from exec_grant where "
            + is("request_id", executed),
        "update request set due = null, state = 'approved', version = version + 2, situation = '"
            + situation
            + "' where "
            + is("id", pending));

    assertFound().contains(tuple(pending, "audit_entry " + (end + 1), Kind.FORGED));
  }

  @Test
  void aHistoryThatDoesNotReadIsFoundAndTheWalkGoesOn() throws Exception {
    history(executed)
        .editing(1, body -> body.with("type", Json.of(7)))
        .writeWithHead(postgres.admin());
    history(rejected)
        .editing(5, body -> body.with("at", Json.of("soon")))
        .writeWithHead(postgres.admin());
    tamper("update request set version = 99 where " + is("id", pending));

    assertThat(Gates.damages(postgres.store(), keys))
        .extracting(Damage::request)
        .contains(executed, rejected, pending);
  }

  @Test
  void aRequestOfWhichOnlyItsVoteOrGrantIsLeftIsFound() throws Exception {
    String both = "('" + executed + "', '" + rejected + "')";
    tamper(
        "delete from proposal where id in " + both,
        "delete from request where id in " + both,
        "delete from audit_entry where request_id in " + both,
        "delete from vote where " + is("request_id", executed));

    assertFound()
        .contains(
            tuple(executed, "proposal", Kind.INCOMPLETE),
            tuple(rejected, "proposal", Kind.INCOMPLETE));
  }
}
