package dev.countersign.proof;

import dev.countersign.audit.ChainFold;
import dev.countersign.audit.Folding.Folded;
import dev.countersign.audit.ProvenPress;
import dev.countersign.json.WireName;
import dev.countersign.passkey.AssertionCheck;
import dev.countersign.passkey.PasskeyHistory;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.ProposalId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Verifies anew what passkeys signed: the challenge is made from the request that the entry is of,
/// and the signature checked with the key that was enrolled, as it stood then.
final class ProvenPresses {
  private final PasskeyHistory passkeys;
  private final AssertionCheck assertions;
  private final Findings findings;

  ProvenPresses(PasskeyHistory passkeys, AssertionCheck assertions, Findings findings) {
    this.passkeys = passkeys;
    this.assertions = assertions;
    this.findings = findings;
  }

  /// Which passkeys a chain rests on that folds; of another, its damage is found elsewhere.
  static Set<Integer> passkeys(ProposalId id, Chain chain) {
    return ChainFold.of(id, chain.entries()) instanceof Folded folded
        ? folded.proven().stream().map(ProvenPress::passkey).collect(Collectors.toSet())
        : Set.of();
  }

  void check(ProposalId id, Chain chain) {
    if (ChainFold.of(id, chain.entries()) instanceof Folded folded) {
      check(id, folded.proven());
    }
  }

  void check(ProposalId id, List<ProvenPress> presses) {
    for (ProvenPress press : presses) {
      wrong(id, press)
          .ifPresent(why ->
              findings.add(
                  "audit_entry " + press.seq(),
                  Kind.CONTRADICTION,
                  "no passkey of " + press.person() + " proves it: " + why));
    }
  }

  private Optional<String> wrong(ProposalId id, ProvenPress press) {
    if (!press.bound().request().equals(id.value())) {
      return Optional.of("it was signed for another request");
    }
    StrongerCheck.Verdict verdict =
        StrongerCheck.of(
            new StrongerCheck.Use(press.bound(), press.nonce(), press.assertion()),
            passkeys.at(press.passkey(), press.at()),
            press.person(),
            press.at(),
            press.cooling(),
            assertions);
    return verdict instanceof StrongerCheck.Verdict.Refused(var why)
        ? Optional.of(WireName.of(why))
        : Optional.empty();
  }
}
