package dev.countersign.proof;

import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.passkey.AssertionCheck;
import dev.countersign.passkey.Bound;
import dev.countersign.passkey.Passkey;
import dev.countersign.passkey.PasskeyHistory;
import dev.countersign.passkey.PasskeyRefusal;
import dev.countersign.passkey.PasskeyRules;
import dev.countersign.passkey.StoredProof;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.AccountId;
import dev.countersign.people.People;
import dev.countersign.people.Person;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proof.DeploymentEvidence.PasskeyRow;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether passkeys were enrolled, confirmed and removed by those who may, by the people that their
/// entries name, and whether a row stands for each entry and an entry for each row.
final class PasskeyCheck {
  private record Told(int seq, String type, Instant at, JsonObject data) {}

  private final List<Told> told = new ArrayList<>();
  private final PasskeyHistory history = new PasskeyHistory();
  private final List<DeploymentDamage> damages = new ArrayList<>();

  /// What a genuine entry tells; to be called in the order of the entries.
  void tell(int seq, JsonObject document) {
    String type = document.text("type");
    if (PasskeyHistory.isStep(type) || type.equals(PasskeyHistory.TRIED)) {
      told.add(new Told(seq, type, document.instant("at"), document.object("data")));
    }
  }

  /// All passkeys, once this has been checked.
  PasskeyHistory history() {
    return history;
  }

  /// @param people of all imports that genuine entries tell
  /// @param assertions reads what passkeys signed
  List<DeploymentDamage> check(
      List<PasskeyRow> stored, PeopleHistory people, AssertionCheck assertions) {
    Set<PasskeyRow> rows = new HashSet<>(stored);
    Set<PasskeyRow> expected = new HashSet<>();
    for (Told each : told) {
      String place = "deployment_entry " + each.seq();
      try {
        wrong(each, people, assertions).ifPresent(why -> add(place, Kind.CONTRADICTION, why));
        history.tell(each.seq(), each.type(), each.at(), each.data());
        if (PasskeyHistory.isStep(each.type())) {
          expected.add(row(each));
        }
      } catch (RuntimeException e) {
        add(place, Kind.CONTRADICTION, "it does not read: " + e.getMessage());
      }
    }
    RowsOfEntries.damages(rows, expected, PasskeyCheck::place).forEach(damages::add);
    return List.copyOf(damages);
  }

  private static PasskeyRow row(Told each) {
    return new PasskeyRow(
        each.seq(),
        each.type(),
        each.type().equals(PasskeyHistory.ENROLLED)
            ? each.seq()
            : PasskeyHistory.passkey(each.data()));
  }

  private static String place(PasskeyRow row) {
    return "passkey_step " + row.entry();
  }

  private Optional<String> wrong(Told each, PeopleHistory people, AssertionCheck assertions) {
    Optional<People> then = each.data().optionalText("people").flatMap(people::people);
    return then.isEmpty()
        ? Optional.of("the people that it names are not stored")
        : wrong(each, then.get(), assertions);
  }

  private Optional<String> wrong(Told each, People people, AssertionCheck assertions) {
    AccountId account = AccountId.fromJson(each.data().object("account"));
    if (people
        .byAccount(account)
        .map(Person::id)
        .filter(id -> id.value().equals(each.data().text("person")))
        .isEmpty()) {
      return Optional.of("by the people of its time the account is not that person's");
    }
    if (each.type().equals(PasskeyHistory.TRIED)) {
      return unproven(each, assertions);
    }
    Optional<PasskeyRefusal> against =
        switch (each.type()) {
          case PasskeyHistory.ENROLLED ->
              PasskeyRules.againstEnrolling(
                  people, account, each.data().text("credential"), history, each.at());
          case PasskeyHistory.CONFIRMED ->
              PasskeyRules.againstConfirming(
                  people, account, PasskeyHistory.passkey(each.data()), history);
          default -> PasskeyRules.againstRemoving(people, account, passkey(each));
        };
    return against.map(why -> "by the people of its time that person might not do so: " + why);
  }

  private Optional<String> unproven(Told each, AssertionCheck assertions) {
    StoredProof proof = StoredProof.fromJson(each.data().object(PasskeyHistory.STRONGER));
    return StrongerCheck.of(
                proof.use(Bound.drilling()),
                history.of(proof.passkey()),
                new PersonId(each.data().text("person")),
                each.at(),
                proof.cooling(),
                assertions)
            instanceof StrongerCheck.Verdict.Refused(var why)
        ? Optional.of("no passkey of that person proves it: " + WireName.of(why))
        : Optional.empty();
  }

  private Optional<Passkey> passkey(Told each) {
    return history.of(PasskeyHistory.passkey(each.data()));
  }

  private void add(String place, Kind kind, String detail) {
    damages.add(new DeploymentDamage(place, kind, detail));
  }
}
