package dev.countersign.freezing;

import dev.countersign.card.Asker;
import dev.countersign.card.FreezeDesk;
import dev.countersign.card.FreezeReviewDesk;
import dev.countersign.card.Reply;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeName;
import dev.countersign.freeze.FreezeName.ScopeTyped;
import dev.countersign.freeze.FreezeRefusal;
import dev.countersign.freeze.FreezeRules;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.freeze.FreezeTargets;
import dev.countersign.freeze.Freezing;
import dev.countersign.ledger.Freezes;
import dev.countersign.ledger.Freezes.Beginning;
import dev.countersign.ledger.Freezes.Lifting;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.token.ButtonSeals;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what people write to freeze, and what they write and press to lift. Who may is judged in
/// the commit, on the people in force.
public final class FreezingDesk implements FreezeDesk, FreezeReviewDesk {
  private static final Logger log = LoggerFactory.getLogger(FreezingDesk.class);
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final Freezes freezes;
  private final Directory directory;
  private final Supplier<FreezeTargets> targets;
  private final LiftAgreements agreements;

  /// @param targets of the connections in force
  /// @param seals for the button that lifts, so that only whoever was shown it can press it
  public FreezingDesk(
      Freezes freezes, Directory directory, Supplier<FreezeTargets> targets, ButtonSeals seals) {
    this.freezes = freezes;
    this.directory = directory;
    this.targets = targets;
    this.agreements = new LiftAgreements(seals);
  }

  @Override
  public Reply freeze(Asker asker, String verb, String rest) {
    return switch (verb.toLowerCase(Locale.ROOT)) {
      case "on" -> on(asker, ScopeTyped.of(rest));
      case "off" -> off(asker, rest);
      default -> FreezeWords.list(freezes.now());
    };
  }

  @Override
  public Freezing now() {
    return freezes.now();
  }

  @Override
  public boolean mayFreeze(AccountId viewer) {
    Directory people = directory.asOfNow();
    return people
        .byAccount(viewer)
        .filter(person -> FreezeRules.mayFreeze(people.groups(), person))
        .isPresent();
  }

  @Override
  public Told freeze(AccountId by, String scope, String reason) {
    Optional<FreezeScope> named = FreezeScope.parse(scope.strip());
    Optional<String> why = Freeze.reason(reason);
    if (named.isEmpty() || why.isEmpty()) {
      return new Told(false, FreezeWords.HOW_ON_A_PAGE);
    }
    FreezeTargets known = targets.get();
    Optional<FreezeRefusal> unknown = known.against(named.get());
    if (unknown.isPresent()) {
      return new Told(false, FreezeWords.unknown(unknown.get(), known).text());
    }
    return switch (freezes.begin(named.get(), why.get(), new Freezes.Asker.Account(by))) {
      case Beginning.Begun(var freeze) -> {
        log.warn("{} froze {} (freeze {})", by, named.get(), freeze.number());
        yield new Told(true, FreezeWords.ON);
      }
      case Beginning.Already _ -> new Told(true, FreezeWords.ON_ALREADY);
      case Beginning.Not(var refused) -> {
        log.warn("{} asked to freeze {} and was refused: {}", by, named.get(), refused);
        yield new Told(false, FreezeWords.refused(refused).text());
      }
    };
  }

  @Override
  public String lift(AccountId by, int number, StrongerCheck check) {
    return switch (freezes.lift(number, by, check)) {
      case Lifting.Lifted _ -> {
        log.warn("{} lifted freeze {} by passkey {}", by, number, check.passkey().number());
        yield FreezeWords.LIFTED;
      }
      case Lifting.Asked _ -> throw new IllegalStateException("a proven word is no first one");
      case Lifting.Not(var why) -> {
        log.warn("{} asked to lift freeze {} by passkey and was refused: {}", by, number, why);
        yield FreezeWords.sentence(why);
      }
    };
  }

  private Reply on(Asker asker, ScopeTyped written) {
    Optional<String> reason = Freeze.reason(written.behind());
    if (written.scope().isEmpty() || reason.isEmpty()) {
      return FreezeWords.HOW_TO_FREEZE;
    }
    FreezeScope scope = written.scope().get();
    FreezeTargets known = targets.get();
    Optional<FreezeRefusal> unknown = known.against(scope);
    if (unknown.isPresent()) {
      return refused(asker, unknown.get(), FreezeWords.unknown(unknown.get(), known));
    }
    return switch (freezes.begin(scope, reason.get(), by(asker))) {
      case Beginning.Begun(var freeze) -> {
        log.warn("{} froze {} (freeze {})", asker, scope, freeze.number());
        yield FreezeWords.frozen(freeze);
      }
      case Beginning.Already(var freeze) -> FreezeWords.already(freeze);
      case Beginning.Not(var why) -> refused(asker, why);
    };
  }

  /// Words show what would be lifted, with the button that is the word for it.
  private Reply off(Asker asker, String rest) {
    if (asker.pressed().isPresent()) {
      return pressed(asker, BLANKS.split(rest.strip(), 2));
    }
    Optional<FreezeName> name = FreezeName.parse(rest);
    if (name.isEmpty()) {
      return FreezeWords.HOW_TO_LIFT;
    }
    return name.get()
        .in(freezes.now())
        .map(freeze -> question(asker, freeze))
        .orElseGet(() -> refused(asker, FreezeRefusal.NOT_ON));
  }

  private Reply question(Asker asker, Freeze freeze) {
    return FreezeWords.question(freeze, agreements.lift(freeze.number(), asker.account()));
  }

  /// @param words the freeze and what the button carries
  private Reply pressed(Asker asker, String[] words) {
    Optional<Freeze> freeze = FreezeName.parse(words[0]).flatMap(name -> name.in(freezes.now()));
    if (freeze.isEmpty()) {
      return refused(asker, FreezeRefusal.NOT_ON);
    }
    int number = freeze.get().number();
    if (words.length < 2 || !agreements.lifts(words[1], number, asker)) {
      log.warn("{} pressed a button to lift freeze {} that is not shown to them", asker, number);
      return question(asker, freeze.get());
    }
    return switch (freezes.lift(number, by(asker))) {
      case Lifting.Asked(var asked) -> {
        log.warn("{} asked to lift freeze {}", asker, number);
        yield FreezeWords.asked(asked);
      }
      case Lifting.Lifted(var lifted) -> {
        log.warn("{} lifted freeze {}, confirming {}", asker, number, lifted.asked());
        yield FreezeWords.lifted(lifted);
      }
      case Lifting.Not(var why) -> refused(asker, why);
    };
  }

  private static Freezes.Asker by(Asker asker) {
    return new Freezes.Asker.Account(asker.account());
  }

  private static Reply refused(Asker asker, FreezeRefusal why) {
    return refused(asker, why, FreezeWords.refused(why));
  }

  private static Reply refused(Asker asker, FreezeRefusal why, Reply said) {
    log.warn("{} asked to freeze or lift and was refused: {}", asker, why);
    return said;
  }
}
