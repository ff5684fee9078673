package dev.countersign.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.audit.AuditChain;
import dev.countersign.audit.AuditFact;
import dev.countersign.audit.AuditHead;
import dev.countersign.audit.EntryType;
import dev.countersign.freeze.FreezeActor;
import dev.countersign.freeze.FreezeHistory;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.Ids;
import dev.countersign.passkey.AssertionCheck;
import dev.countersign.passkey.PasskeyHistory;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.ProposalId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What was redeemed while an entry says that it was frozen is named, whatever the freeze goes by.
class FrozenGrantsTest {
  private static final Instant FROZEN = Instant.parse("2026-11-30T15:00:00Z");
  private static final ProposalId REQUEST = Ids.proposal();
  private static final JsonObject PROPOSED =
      JsonObject.builder()
          .put("agent", "support-bot")
          .put("target_system", "billing")
          .put("environment", "staging")
          .put("class", "api_call")
          .put("action_type", "refund.create")
          .build();

  private static FreezeCheck frozen(String scope) {
    FreezeCheck freezes = new FreezeCheck();
    freezes.tell(
        3,
        JsonObject.builder()
            .put("type", FreezeHistory.BEGUN)
            .put("at", FROZEN.toString())
            .put(
                "data",
                FreezeHistory.begun(
                    FreezeScope.parse(scope).orElseThrow(),
                    "it sends nonsense",
                    FreezeActor.operator("ops"),
                    Optional.empty()))
            .build());
    freezes.check(
        List.of(new DeploymentEvidence.FreezeRow(3, FreezeHistory.BEGUN, 3)),
        new PeopleHistory(),
        new PasskeyHistory(),
        AssertionCheck.NONE);
    return freezes;
  }

  private static Chain redeemed(Instant at) {
    return new Chain(
        AuditChain.append(
            AuditHead.genesis(REQUEST),
            REQUEST,
            at,
            List.of(
                new AuditFact(EntryType.PROPOSED, "agent:support-bot", PROPOSED),
                new AuditFact(EntryType.GRANT_REDEEMED, "gate", JsonObject.EMPTY))),
        0);
  }

  private static List<Damage> damages(String scope, Instant at) {
    Findings findings = new Findings(REQUEST);
    new FrozenGrants(frozen(scope), findings).check(redeemed(at));
    return findings.list();
  }

  @ParameterizedTest
  @CsvSource({
    "everything,true",
    "agent:support-bot,true",
    "agent:other-bot,false",
    "connection:billing,true",
    "connection:crm,false",
    "environment:staging,true",
    "environment:production,false",
    "class:api_call,true",
    "class:message,false",
    "action_type:refund.create,true",
    "action_type:refund.close,false"
  })
  void whatAFreezeCoveredIsNamedAndNothingElse(String scope, boolean covered) {
    assertThat(damages(scope, FROZEN))
        .extracting(Damage::kind)
        .isEqualTo(covered ? List.of(Kind.CONTRADICTION) : List.of());
    assertThat(damages(scope, FROZEN.minusMillis(1))).as("before it").isEmpty();
  }
}
