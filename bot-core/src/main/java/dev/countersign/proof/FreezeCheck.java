package dev.countersign.proof;

import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeActor;
import dev.countersign.freeze.FreezeHistory;
import dev.countersign.freeze.FreezeRules;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.passkey.AssertionCheck;
import dev.countersign.passkey.Bound;
import dev.countersign.passkey.PasskeyHistory;
import dev.countersign.passkey.StoredProof;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.People;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proof.DeploymentEvidence.FreezeRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether freezes were begun and lifted by those who may, by the people that their entries name,
/// and whether a row stands for each entry and an entry for each row.
final class FreezeCheck {
  private record Told(int seq, String type, Instant at, JsonObject data) {}

  /// What a proven word is checked with.
  private record Proofs(PasskeyHistory passkeys, AssertionCheck assertions) {}

  private Proofs proofs = new Proofs(new PasskeyHistory(), AssertionCheck.NONE);
  private final List<Told> told = new ArrayList<>();
  private final FreezeHistory history = new FreezeHistory();
  private final Set<Integer> entries = new HashSet<>();
  private final List<DeploymentDamage> damages = new ArrayList<>();

  /// What a genuine entry tells; to be called in the order of the entries.
  void tell(int seq, JsonObject document) {
    String type = document.text("type");
    if (FreezeHistory.isOne(type)) {
      told.add(new Told(seq, type, document.instant("at"), document.object("data")));
    }
  }

  /// All freezes, once this has been checked.
  FreezeHistory history() {
    return history;
  }

  /// Whether a genuine entry with this number tells of one.
  boolean knows(int entry) {
    return entries.contains(entry);
  }

  /// @param people of all imports that genuine entries tell
  /// @param passkeys of all steps that genuine entries tell
  List<DeploymentDamage> check(
      List<FreezeRow> stored,
      PeopleHistory people,
      PasskeyHistory passkeys,
      AssertionCheck assertions) {
    this.proofs = new Proofs(passkeys, assertions);
    Set<FreezeRow> rows = new HashSet<>(stored);
    Set<FreezeRow> expected = new HashSet<>();
    for (Told each : told) {
      entries.add(each.seq());
      try {
        wrong(each, people)
            .ifPresent(why -> add("deployment_entry " + each.seq(), Kind.CONTRADICTION, why));
        history.tell(each.seq(), each.type(), each.at(), each.data());
        expected.add(row(each));
      } catch (RuntimeException e) {
        add(
            "deployment_entry " + each.seq(),
            Kind.CONTRADICTION,
            "it does not read: " + e.getMessage());
      }
    }
    RowsOfEntries.damages(rows, expected, FreezeCheck::place).forEach(damages::add);
    return List.copyOf(damages);
  }

  private static FreezeRow row(Told each) {
    return new FreezeRow(
        each.seq(),
        each.type(),
        each.type().equals(FreezeHistory.BEGUN) ? each.seq() : FreezeHistory.freeze(each.data()));
  }

  private static String place(FreezeRow row) {
    return "freeze_step " + row.entry();
  }

  private Optional<String> wrong(Told each, PeopleHistory people) {
    Optional<Freeze> freeze =
        each.type().equals(FreezeHistory.BEGUN)
            ? Optional.empty()
            : history.of(FreezeHistory.freeze(each.data()));
    if (!each.type().equals(FreezeHistory.BEGUN) && freeze.isEmpty()) {
      return Optional.of("it is about a freeze that was not on");
    }
    FreezeActor told = FreezeHistory.who(each.data());
    if (told.isGate()) {
      return wrongByGate(each);
    }
    Optional<String> account =
        each.data().optionalObject("account").map(_ -> each.data().text("people"));
    if (account.isEmpty()) {
      // An operator's deed is what its entry says.
      return Optional.empty();
    }
    return account
        .flatMap(people::people)
        .map(then -> wrong(each, freeze, then))
        .orElse(Optional.of("the people that it names are not stored"));
  }

  /// The gate freezes one agent, and lifts nothing.
  private static Optional<String> wrongByGate(Told each) {
    return each.type().equals(FreezeHistory.BEGUN)
            && FreezeScope.parse(each.data().text("scope"))
                .filter(scope -> scope.kind() == FreezeScope.Kind.AGENT)
                .isPresent()
        ? Optional.empty()
        : Optional.of("by itself the gate freezes one agent, and nothing else");
  }

  private Optional<String> wrong(Told each, Optional<Freeze> freeze, People people) {
    FreezeActor told = FreezeHistory.who(each.data());
    Optional<FreezeActor> by =
        FreezeRules.right(people, told.account().orElseThrow())
                instanceof FreezeRules.Right.Has(var who)
            ? Optional.of(who).filter(told::isSameAs)
            : Optional.empty();
    if (by.isEmpty()) {
      return Optional.of("by the people of its time " + told.name() + " might not do so");
    }
    if (freeze.isEmpty()) {
      return Optional.empty();
    }
    Optional<JsonObject> proof = each.data().optionalObject(FreezeHistory.STRONGER);
    if (each.type().equals(FreezeHistory.LIFTED) && proof.isPresent()) {
      return FreezeRules.againstLifting(people, freeze.get(), by.get())
          .map(WireName::of)
          .or(() -> unproven(each, freeze.get(), by.get(), StoredProof.fromJson(proof.get())));
    }
    FreezeRules.Lifting lifting = FreezeRules.lifting(people, freeze.get(), by.get(), each.at());
    boolean allowed =
        each.type().equals(FreezeHistory.LIFTED)
            ? lifting instanceof FreezeRules.Lifting.Second(var first)
                && each.data().number("asked") == first.entry()
            : lifting instanceof FreezeRules.Lifting.First;
    return allowed
        ? Optional.empty()
        : Optional.of("it is no word of a second person on a first one that still stood");
  }

  private Optional<String> unproven(Told each, Freeze freeze, FreezeActor by, StoredProof proof) {
    return StrongerCheck.of(
                proof.use(Bound.lifting(freeze.number())),
                proofs.passkeys().at(proof.passkey(), each.at()),
                by.person().orElseThrow(),
                each.at(),
                proof.cooling(),
                proofs.assertions())
            instanceof StrongerCheck.Verdict.Refused(var why)
        ? Optional.of("no passkey of " + by.name() + " proves it: " + WireName.of(why))
        : Optional.empty();
  }

  private void add(String place, Kind kind, String detail) {
    damages.add(new DeploymentDamage(place, kind, detail));
  }
}
