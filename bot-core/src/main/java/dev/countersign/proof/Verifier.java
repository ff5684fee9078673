package dev.countersign.proof;

import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.passkey.AssertionCheck;
import dev.countersign.people.Directory;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.ProposalId;
import dev.countersign.token.GrantVerifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Walks over everything that is stored and names what is not as it was written.
///
/// Per request: every digest recomputed · the chain link by link, and the seal of each · the
/// entries folded through the same transition table into a request that must equal the row · every
/// vote, grant, redemption and card matched with its entry, both ways · everybody who voted found
/// in the import of people that their vote names · every grant's signature, and its claims against
/// the request and the quorum behind it · every revision against the request that it revises · the
/// bytes of attachments that it holds · every grant and redemption against what was frozen · what
/// passkeys signed, with the keys that were enrolled.
///
/// Over all of them: what limits of standing approvals counted.
public final class Verifier {
  private static final int PAGE = 500;

  private final EvidenceStore store;
  private final GrantVerifier grants;
  private final EvidenceKeys keys;
  private final AssertionCheck assertions;
  private Optional<PeopleHistory> people = Optional.empty();
  private Optional<FreezeCheck> freezes = Optional.empty();
  private Optional<PasskeyCheck> passkeys = Optional.empty();

  /// Digests of imports that a fresh look at the deployment's chain did not find either.
  private final Set<String> unknown = new HashSet<>();

  /// Numbers of freezes that it did not find either.
  private final Set<Integer> unknownSteps = new HashSet<>();

  /// Numbers of passkeys that it did not find either.
  private final Set<Integer> unknownPasskeys = new HashSet<>();

  /// Where nothing reads what passkeys sign: whatever rests on one is damage then.
  public Verifier(EvidenceStore store, GrantVerifier grants, EvidenceKeys keys) {
    this(store, grants, keys, AssertionCheck.NONE);
  }

  public Verifier(
      EvidenceStore store, GrantVerifier grants, EvidenceKeys keys, AssertionCheck assertions) {
    this.store = store;
    this.grants = grants;
    this.keys = keys;
    this.assertions = assertions;
  }

  /// @param requests how many were looked at
  /// @param unkeyed how many of them have entries of the version without seals: linked, and proved
  ///   by nobody's key
  /// @param entries how many audit entries they have
  public record Summary(long requests, long unkeyed, long entries, long damages) {
    public boolean isSound() {
      return damages == 0;
    }
  }

  /// The deployment's own chain, the imports of people, and the rows beside them.
  public List<DeploymentDamage> verifyDeployment() {
    DeploymentCheck check = new DeploymentCheck(keys, assertions);
    List<DeploymentDamage> damages = check.check(store.deployment());
    people = Optional.of(check.people());
    freezes = Optional.of(check.freezes());
    passkeys = Optional.of(check.passkeys());
    return damages;
  }

  /// The people of an import. A gate that runs meanwhile may have made one since the chain was
  /// read, so what is not there is looked for once more.
  private Optional<Directory> people(String digest) {
    if (people.filter(history -> history.knows(digest)).isEmpty() && unknown.add(digest)) {
      verifyDeployment();
    }
    return people.flatMap(history -> history.of(digest));
  }

  /// As for people: a gate that runs meanwhile may have taken a step since the chain was read.
  private FreezeCheck freezes(Chain chain) {
    Set<Integer> missing =
        freezes.map(known -> FrozenGrants.unknown(chain, known)).orElse(Set.of(0));
    if (unknownSteps.addAll(missing)) {
      verifyDeployment();
    }
    return freezes.orElseThrow();
  }

  /// As for people: a gate that runs meanwhile may have enrolled one since the chain was read.
  ///
  /// @param used which passkeys the request rests on
  private Optional<ProvenPresses> presses(Set<Integer> used, Findings findings) {
    if (used.isEmpty()) {
      return Optional.empty();
    }
    boolean known =
        passkeys.filter(check -> used.stream().allMatch(check.history()::knows)).isPresent();
    if (!known && unknownPasskeys.addAll(used)) {
      verifyDeployment();
    }
    return passkeys.map(check -> new ProvenPresses(check.history(), assertions, findings));
  }

  /// @param report called for each damage as it is found
  public Summary verifyAll(Consumer<Damage> report) {
    long requests = 0;
    long unkeyed = 0;
    long entries = 0;
    long damages = 0;
    UseRecount uses = new UseRecount();
    Optional<ProposalId> last = Optional.empty();
    List<ProposalId> page = store.idsAfter(last, PAGE);
    while (!page.isEmpty()) {
      for (ProposalId id : page) {
        Optional<Evidence> evidence = store.evidence(id);
        List<Damage> found =
            evidence.map(each -> verify(each, Optional.of(uses))).orElse(List.of());
        found.forEach(report);
        requests++;
        unkeyed += evidence.filter(Verifier::isUnkeyed).isPresent() ? 1 : 0;
        entries += evidence.map(e -> e.entries().size()).orElse(0);
        damages += found.size();
      }
      last = Optional.of(page.getLast());
      page = store.idsAfter(last, PAGE);
    }
    return new Summary(requests, unkeyed, entries, damages);
  }

  private static boolean isUnkeyed(Evidence evidence) {
    return evidence.entries().stream().limit(1).anyMatch(first -> first.seal().isEmpty());
  }

  /// All damage of one request; an empty list is the proof that it is sound by itself. Whether its
  /// limits had room for it is known with all others.
  public List<Damage> verify(Evidence evidence) {
    return verify(evidence, Optional.empty());
  }

  private List<Damage> verify(Evidence evidence, Optional<UseRecount> uses) {
    Findings findings = new Findings(evidence.id());
    if (evidence.frozen().isEmpty()) {
      findings.add("proposal", Kind.INCOMPLETE, "the frozen proposal is missing");
    }
    if (evidence.row().isEmpty()) {
      findings.add("request", Kind.INCOMPLETE, "the request's row is missing");
    }
    FrozenCheck.check(evidence, findings);
    AttachmentCheck.check(evidence, store, findings);
    Optional<Chain> chain = Chain.check(evidence, keys, findings);
    chain.ifPresent(
        sound -> new FoldCheck(evidence, sound, findings, grants, keys, this::people).check());
    chain.ifPresent(sound -> new RevisionCheck(evidence, sound, findings, store).check());
    chain.ifPresent(sound -> new FrozenGrants(freezes(sound), findings).check(sound));
    chain.ifPresent(sound ->
        presses(ProvenPresses.passkeys(evidence.id(), sound), findings)
            .ifPresent(presses -> presses.check(evidence.id(), sound)));
    List<Damage> damages = new ArrayList<>(findings.list());
    // Also of a request with other damage: it counted. What is not sealed proves no count.
    if (uses.isPresent()
        && chain.filter(whole -> whole.unkeyed() == 0 && whole.entries().size() > 1).isPresent()) {
      damages.addAll(
          uses.get().add(evidence.id(), chain.get().entries().get(1).document().object("data")));
    }
    return List.copyOf(damages);
  }
}
