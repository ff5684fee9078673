package dev.countersign.sandbox.slack;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.slack.PressRefusedException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// The modals of everybody, which the app ever opened and which still stand open; and the app's
/// page of each person.
final class Modals {
  /// Modals of one person at a time (docs.slack.dev/surfaces/modals).
  private static final int STACK = 3;

  private int hashes;
  private final List<OpenedView> opened = new ArrayList<>();
  private final Map<String, OpenedView> standing = new LinkedHashMap<>();
  private final Map<String, List<OpenedView>> homes = new LinkedHashMap<>();

  /// Opens a modal; blocks without ids get some, as everywhere.
  synchronized OpenedView open(String user, JsonObject view) {
    String id = nextId();
    return stand(new OpenedView(id, user, withIds(view), id, nextHash()));
  }

  /// Puts a modal on top of the one that the person sees.
  synchronized OpenedView push(String user, JsonObject view) {
    OpenedView below = of(user).orElseThrow(() -> new ApiError("not_found"));
    if (standing.values().stream().filter(other -> other.root().equals(below.root())).count()
        == STACK) {
      throw new ApiError("push_limit_reached");
    }
    return stand(new OpenedView(nextId(), user, withIds(view), below.root(), nextHash()));
  }

  /// Changes a modal that somebody has open.
  ///
  /// @param hash of the one that it takes the place of; empty for whichever
  synchronized OpenedView update(String id, Optional<String> hash, JsonObject view) {
    OpenedView old =
        Optional.ofNullable(standing.get(id)).orElseThrow(() -> new ApiError("not_found"));
    if (hash.filter(seen -> !seen.equals(old.hash())).isPresent()) {
      throw new ApiError("hash_conflict");
    }
    return replace(old, view);
  }

  private OpenedView stand(OpenedView shown) {
    opened.add(shown);
    standing.put(shown.id(), shown);
    notifyAll();
    return shown;
  }

  /// What the person sees, as soon as it is `wanted`; empty when the time is over.
  synchronized Optional<OpenedView> await(
      String user, Predicate<OpenedView> wanted, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    try {
      for (long left = atMost.toNanos(); left > 0; left = end - System.nanoTime()) {
        Optional<OpenedView> seen = of(user).filter(wanted);
        if (seen.isPresent()) {
          return seen;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return of(user).filter(wanted);
  }

  private String nextId() {
    return "V%07d".formatted(opened.size() + 1);
  }

  private String nextHash() {
    hashes++;
    return "1760000000.h%07d".formatted(hashes);
  }

  synchronized List<OpenedView> opened() {
    return List.copyOf(opened);
  }

  /// The last that the person opened and that is not closed.
  synchronized Optional<OpenedView> of(String user) {
    return standing.values().stream()
        .filter(view -> view.user().equals(user))
        .reduce((_, later) -> later);
  }

  /// As it stands now, for the person who has it open.
  synchronized OpenedView require(String id, String user) {
    return Optional.ofNullable(standing.get(id))
        .filter(view -> view.user().equals(user))
        .orElseThrow(() -> new PressRefusedException(Reason.NO_SUCH_VIEW));
  }

  synchronized OpenedView replace(OpenedView old, JsonObject view) {
    var shown = new OpenedView(old.id(), old.user(), withIds(view), old.root(), nextHash());
    standing.put(shown.id(), shown);
    notifyAll();
    return shown;
  }

  /// A modal that stands open, whoever has it.
  synchronized Optional<OpenedView> standing(String id) {
    return Optional.ofNullable(standing.get(id));
  }

  /// Puts a content onto the app's page of one person.
  ///
  /// @param hash of the one that it takes the place of; empty for whichever
  synchronized OpenedView publish(String user, Optional<String> hash, JsonObject view) {
    if (hash.isPresent() && !hash.equals(home(user).map(OpenedView::hash))) {
      throw new ApiError("hash_conflict");
    }
    var shown = new OpenedView("VHOME" + user, user, withIds(view), "VHOME" + user, nextHash());
    homes.computeIfAbsent(user, _ -> new ArrayList<>()).add(shown);
    notifyAll();
    return shown;
  }

  /// Waits until the page had so many contents; whether that came in time.
  synchronized boolean awaitHomes(String user, int number, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    while (homes(user).size() < number) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /// As the app's page of one person stands now.
  synchronized Optional<OpenedView> home(String user) {
    return Optional.ofNullable(homes.get(user)).map(List::getLast);
  }

  /// Every content that the app's page of one person had, oldest first.
  synchronized List<OpenedView> homes(String user) {
    return List.copyOf(homes.getOrDefault(user, List.of()));
  }

  synchronized void close(OpenedView view) {
    standing.remove(view.id());
  }

  synchronized void closeAll(String user) {
    standing.values().removeIf(view -> view.user().equals(user));
  }

  /// A view as Slack describes it to the app.
  static JsonObject described(OpenedView shown) {
    JsonObject view = shown.view();
    return view.with("id", Json.of(shown.id()))
        .with("team_id", Json.of(Workspace.TEAM_ID))
        .with("app_id", Json.of(Workspace.APP_ID))
        .with("bot_id", Json.of(Workspace.BOT_ID))
        .with("app_installed_team_id", Json.of(Workspace.TEAM_ID))
        .with("root_view_id", Json.of(shown.root()))
        .with("hash", Json.of(shown.hash()))
        .with("callback_id", Json.of(view.optionalText("callback_id").orElse("")))
        .with("private_metadata", Json.of(view.optionalText("private_metadata").orElse("")));
  }

  private static JsonObject withIds(JsonObject view) {
    return view.with("blocks", BlockIds.complete(new JsonArray(view.items("blocks"))));
  }
}
