package dev.countersign.faults;

import dev.countersign.RecordingChat;
import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Ledger;
import dev.countersign.people.Directory;
import dev.countersign.people.People;
import dev.countersign.proof.Damage;
import dev.countersign.proof.Verifier;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState;
import dev.countersign.store.PostgresStore;
import dev.countersign.token.GrantVerifier;
import dev.countersign.token.Issuer;
import dev.countersign.token.KeyRing;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/// Whole gates on Postgres, and the proof over what they wrote.
final class Gates {
  static final Issuer ISSUER = new Issuer("https://gate.example");

  private Gates() {}

  static KeyRing newKeys() {
    return KeyRing.generate(new SecureRandom(), clock());
  }

  /// Only ids are made by this clock; everything that decides asks the ledger's own.
  static SettableClock clock() {
    return new SettableClock(TestGate.START);
  }

  static TestGate on(PostgresStore store, KeyRing keys, RecordingChat chat) {
    importPeople(store);
    return on(store.ledger(), store.deliveries(), keys, chat);
  }

  /// Whom votes name: the proof looks for them in the deployment's chain.
  static void importPeople(PostgresStore store) {
    People people = TestGate.people();
    store.importPeople(people.persons(), people.groups(), people.agents());
  }

  static TestGate on(Ledger ledger, Deliveries deliveries, KeyRing keys, RecordingChat chat) {
    return on(ledger, deliveries, TestGate.directory(), keys, chat);
  }

  static TestGate on(
      Ledger ledger, Deliveries deliveries, Directory people, KeyRing keys, RecordingChat chat) {
    return new TestGate(
        clock(), ledger, deliveries, people, TestGate.ONE_LEAD, keys, chat, line -> line);
  }

  /// Everything that the verifier finds in all requests.
  static List<Damage> damages(PostgresStore store, KeyRing keys) {
    List<Damage> found = new ArrayList<>();
    verifier(store, keys).verifyAll(found::add);
    return found;
  }

  static Verifier verifier(PostgresStore store, KeyRing keys) {
    return new Verifier(store.evidence(), new GrantVerifier(keys, ISSUER), keys.evidence());
  }

  /// How far the execution of an approved request has come.
  static Execution execution(RequestState state) {
    if (state instanceof RequestState.Approved approved) {
      return approved.execution();
    }
    throw new AssertionError("not approved but " + state);
  }
}
