package dev.countersign.app;

import dev.countersign.app.http.Impairment;
import dev.countersign.card.ChatStanding;
import dev.countersign.json.WireName;
import dev.countersign.people.Surface;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks each chat now and then whether it takes this gate, and remembers what it said: readiness is
/// asked for far more often than a chat may be.
final class ChatWatch {
  /// What may be shown of a platform's answer.
  private static final Pattern CODE = Pattern.compile("[a-z0-9_]{1,64}");

  private static final Logger log = LoggerFactory.getLogger(ChatWatch.class);

  private final Map<Surface, Supplier<ChatStanding>> chats;
  private final Map<Surface, ChatStanding> last = new ConcurrentHashMap<>();

  /// @param chats how each is asked
  ChatWatch(Map<Surface, Supplier<ChatStanding>> chats) {
    this.chats = new EnumMap<>(chats);
  }

  /// Asks all of them. What changed since is told in the log.
  void look() {
    chats.forEach((chat, ask) -> {
      ChatStanding now = asked(ask);
      ChatStanding before = last.put(chat, now);
      if (!now.equals(before)) {
        tell(chat, Optional.ofNullable(before), now);
      }
    });
  }

  /// A chat that does not even fail as it should is away all the same, and keeps no other from
  /// being asked.
  private static ChatStanding asked(Supplier<ChatStanding> ask) {
    try {
      return ask.get();
    } catch (RuntimeException e) {
      return new ChatStanding.Away("no_answer");
    }
  }

  private static void tell(Surface chat, Optional<ChatStanding> before, ChatStanding now) {
    Optional<String> code = code(now);
    if (code.isPresent()) {
      log.warn("{} is down ({}): cards wait there until it is back", WireName.of(chat), code.get());
    } else if (before.isPresent()) {
      log.info("{} takes this gate again", WireName.of(chat));
    }
  }

  /// Those that did not take this gate when they were last asked.
  List<Impairment> down() {
    return last.entrySet().stream()
        .sorted(Comparator.comparing(Map.Entry::getKey))
        .flatMap(entry ->
            code(entry.getValue())
                .map(code -> new Impairment(WireName.of(entry.getKey()), code))
                .stream())
        .toList();
  }

  boolean isDown(Surface chat) {
    return Optional.ofNullable(last.get(chat)).flatMap(ChatWatch::code).isPresent();
  }

  /// Why a chat is down; empty when it is not.
  private static Optional<String> code(ChatStanding standing) {
    return switch (standing) {
      case ChatStanding.Known _ -> Optional.empty();
      case ChatStanding.Refused(String code) -> Optional.of(shown(code));
      case ChatStanding.Away(String code) -> Optional.of(shown(code));
    };
  }

  private static String shown(String code) {
    return CODE.matcher(code).matches() ? code : "other";
  }
}
