package dev.countersign.console;

import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeActor;
import dev.countersign.freeze.FreezeHistory;
import dev.countersign.freeze.FreezeRefusal;
import dev.countersign.freeze.FreezeRules;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.freeze.Freezing;
import dev.countersign.ledger.Freezes;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.passkey.StoredProof;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.People;
import dev.countersign.people.PeopleDirectory;
import java.time.InstantSource;
import java.util.Optional;

/// Freezes in memory, by the same rules; people lift by passkey alone.
final class RememberedFreezes implements Freezes {
  private final FreezeHistory history = new FreezeHistory();
  private final Directory directory;
  private final InstantSource clock;
  private int steps;

  /// While it is set nobody can say what is frozen.
  boolean away;

  RememberedFreezes(Directory directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  public Freezing now() {
    if (away) {
      throw new LedgerUnavailableException("away");
    }
    return history.now(steps);
  }

  @Override
  public Beginning begin(FreezeScope scope, String reason, Asker by) {
    People people = ((PeopleDirectory) directory).people();
    return switch (by) {
      case Asker.Operator(var name, _) -> begin(scope, reason, FreezeActor.operator(name));
      case Asker.Account(var account) ->
          switch (FreezeRules.right(people, account)) {
            case FreezeRules.Right.Not(var why) -> new Beginning.Not(why);
            case FreezeRules.Right.Has(var who) -> begin(scope, reason, who);
          };
    };
  }

  private Beginning begin(FreezeScope scope, String reason, FreezeActor who) {
    Optional<Freeze> same = now().of(scope);
    if (same.isPresent() && who.person().isPresent()) {
      return new Beginning.Already(same.get());
    }
    int number = ++steps;
    history.tell(
        number,
        FreezeHistory.BEGUN,
        clock.instant(),
        FreezeHistory.begun(scope, reason, who, Optional.empty()));
    return new Beginning.Begun(history.of(number).orElseThrow());
  }

  @Override
  public Lifting lift(int number, Asker by) {
    throw new UnsupportedOperationException("no page lifts so");
  }

  @Override
  public Lifting lift(int number, AccountId by, StrongerCheck check) {
    People people = ((PeopleDirectory) directory).people();
    Optional<Freeze> freeze = history.of(number);
    if (freeze.isEmpty()) {
      return new Lifting.Not(FreezeRefusal.NOT_ON);
    }
    return switch (FreezeRules.right(people, by)) {
      case FreezeRules.Right.Not(var why) -> new Lifting.Not(why);
      case FreezeRules.Right.Has(var who) -> {
        if (!check.lifts(who.person().orElseThrow(), number)) {
          yield new Lifting.Not(FreezeRefusal.NO_PASSKEY);
        }
        history.tell(
            ++steps,
            FreezeHistory.LIFTED,
            clock.instant(),
            FreezeHistory.lift(
                number,
                who,
                Optional.empty(),
                Optional.empty(),
                Optional.of(StoredProof.of(check).toJson())));
        yield new Lifting.Lifted(freeze.get());
      }
    };
  }
}
