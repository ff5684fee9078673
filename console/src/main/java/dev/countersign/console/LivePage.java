package dev.countersign.console;

import dev.countersign.card.BoardDesk.Scope;
import dev.countersign.people.ConsoleRole;
import dev.countersign.people.Directory;
import dev.countersign.people.Group;
import dev.countersign.policy.GroupName;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Server-sent events (html.spec.whatwg.org) for a queue that is open somewhere: when to look
/// again. A browser that gets anything but 200 does not try again, and its page is reloaded by
/// hand.
final class LivePage implements Page {
  static final String PATH = "/live";

  private final LiveQueue queue;
  private final Directory people;

  LivePage(LiveQueue queue, Directory people) {
    this.queue = queue;
    this.people = people;
  }

  @Override
  public void show(PageRequest asked) throws IOException {
    String account = asked.who().account().toString();
    if (Browser.comesFromElsewhere(asked.request()) || !queue.hasRoom(account)) {
      asked
          .answers()
          .words(
              HttpServletResponse.SC_SERVICE_UNAVAILABLE,
              "Not live",
              Optional.of(asked.who()),
              "So many pages are open that this one is not told of changes. Reload it by hand.",
              OwnPath.QUEUE);
      return;
    }
    HttpServletResponse response = asked.response();
    response.setStatus(HttpServletResponse.SC_OK);
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("X-Accel-Buffering", "no");
    AsyncContext context = asked.request().startAsync();
    context.setTimeout(LiveQueue.LONGEST.toMillis());
    LiveStream stream =
        new LiveStream(
            account,
            groups(asked.who(), QueueAddress.of(asked.query()).question().scope() == Scope.ALL),
            asked.query().text("seen"),
            context,
            response.getOutputStream(),
            queue::remove);
    context.addListener(stream);
    queue.add(stream);
    response.getOutputStream().setWriteListener(stream);
  }

  /// Of whose requests somebody is told.
  ///
  /// @param all whether they look at everything; without a role they look at their own
  Set<GroupName> groups(Visitor who, boolean all) {
    return all && maySeeAll(who)
        ? people.groups().stream().map(Group::name).collect(Collectors.toUnmodifiableSet())
        : who.person().groupsDecidedIn();
  }

  private static boolean maySeeAll(Visitor who) {
    return who.roles().stream().anyMatch(ConsoleRole::seesWhatWaits);
  }

  /// The address of the stream for a page that is about to be made.
  String address(Visitor who, boolean all) {
    return PATH
        + "?seen="
        + queue.seen(groups(who, all))
        + (all && maySeeAll(who) ? "&" + QueueAddress.EVERYTHING : "");
  }
}
