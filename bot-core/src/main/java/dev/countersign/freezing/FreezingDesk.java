package dev.countersign.freezing;

import dev.countersign.card.Asker;
import dev.countersign.card.FreezeDesk;
import dev.countersign.card.Reply;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeRefusal;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.freeze.Freezing;
import dev.countersign.ledger.Freezes;
import dev.countersign.ledger.Freezes.Beginning;
import dev.countersign.ledger.Freezes.Lifting;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what people write to freeze and to lift. Who may is judged in the commit, on the people in
/// force.
public final class FreezingDesk implements FreezeDesk {
  private static final Logger log = LoggerFactory.getLogger(FreezingDesk.class);
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private final Freezes freezes;
  private final Predicate<String> isConnection;

  /// @param isConnection whether a connection in force is called so
  public FreezingDesk(Freezes freezes, Predicate<String> isConnection) {
    this.freezes = freezes;
    this.isConnection = isConnection;
  }

  @Override
  public Reply freeze(Asker asker, String verb, String rest) {
    return switch (verb.toLowerCase(Locale.ROOT)) {
      case "on" -> on(asker, Written.of(rest));
      case "off" -> off(asker, rest);
      default -> FreezeWords.list(freezes.now());
    };
  }

  /// A scope in one word or two, `agent:support-bot` or `agent support-bot`, and what stands behind
  /// it.
  private record Written(Optional<FreezeScope> scope, String rest) {
    static Written of(String text) {
      String[] words = BLANKS.split(text.strip(), 3);
      Optional<FreezeScope> one = FreezeScope.parse(words[0].toLowerCase(Locale.ROOT));
      if (one.isPresent() || words.length < 2) {
        return new Written(one, behind(words, 1));
      }
      String two = words[0] + ":" + words[1];
      return new Written(
          FreezeScope.parse(two.toLowerCase(Locale.ROOT)), words.length > 2 ? words[2] : "");
    }

    private static String behind(String[] words, int from) {
      return String.join(
          " ", java.util.Arrays.asList(words).subList(Math.min(from, words.length), words.length));
    }
  }

  private Reply on(Asker asker, Written written) {
    Optional<String> reason = Freeze.reason(written.rest());
    if (written.scope().isEmpty() || reason.isEmpty()) {
      return FreezeWords.HOW_TO_FREEZE;
    }
    FreezeScope scope = written.scope().get();
    if (scope.kind() == FreezeScope.Kind.CONNECTION && !isConnection.test(scope.name())) {
      return refused(asker, FreezeRefusal.UNKNOWN_CONNECTION);
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

  private Reply off(Asker asker, String rest) {
    if (rest.isBlank()) {
      return FreezeWords.HOW_TO_LIFT;
    }
    Optional<Freeze> meant = meant(freezes.now(), rest.strip());
    if (meant.isEmpty()) {
      return refused(asker, FreezeRefusal.NOT_ON);
    }
    return switch (freezes.lift(meant.get().number(), by(asker))) {
      case Lifting.Asked(var freeze) -> {
        log.warn("{} asked to lift freeze {}", asker, freeze.number());
        yield FreezeWords.asked(freeze);
      }
      case Lifting.Lifted(var freeze) -> {
        log.warn("{} lifted freeze {}, confirming {}", asker, freeze.number(), freeze.asked());
        yield FreezeWords.lifted(freeze);
      }
      case Lifting.Not(var why) -> refused(asker, why);
    };
  }

  private static Optional<Freeze> meant(Freezing now, String text) {
    String first = BLANKS.split(text, 2)[0];
    return NUMBER.matcher(first).matches()
        ? now.of(Integer.parseInt(first))
        : Written.of(text).scope().flatMap(now::of);
  }

  private static Freezes.Asker by(Asker asker) {
    return new Freezes.Asker.Account(asker.account());
  }

  private static Reply refused(Asker asker, FreezeRefusal why) {
    log.warn("{} asked to freeze or lift and was refused: {}", asker, why);
    return FreezeWords.refused(why);
  }
}
