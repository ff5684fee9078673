package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.PressFlaw;
import dev.countersign.json.WireName;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what Slack tells the app without anybody waiting for an answer (docs.slack.dev/apis/
/// events-api): one method for each kind of event. Slack may tell the same twice. Nothing is
/// decided here.
final class EventHandler {
  /// Of the tabs of the app, the one that it draws itself; opening another is told, too.
  private static final String HOME_TAB = "home";

  private static final Logger log = LoggerFactory.getLogger(EventHandler.class);

  private final String teamId;
  private final String appId;
  private final AppHome home;
  private final OpenChannels channels;
  private final Accounts accounts;

  EventHandler(SlackSettings settings, AppHome home, OpenChannels channels, Accounts accounts) {
    teamId = settings.teamId();
    appId = settings.appId();
    this.home = home;
    this.channels = channels;
    this.accounts = accounts;
  }

  /// Returns at once: what follows from an event goes on behind its acknowledgement.
  ///
  /// @param payload an `event_callback`
  CallbackResult handle(Payload payload) {
    Optional<Payload> event = payload.object("event");
    return switch (event.flatMap(told -> told.text("type")).orElse("")) {
      case "app_home_opened" ->
          flaw(payload).map(EventHandler::refused).orElseGet(() -> homeOpened(event.orElseThrow()));
      case "channel_shared", "channel_unshared" ->
          forgotten(payload, event.flatMap(told -> told.text("channel")), channels::forget);
      case "user_change" ->
          forgotten(payload, event.flatMap(told -> told.text("user", "id")), accounts::forget);
      default -> {
        log.info("slack callback without effect: an event");
        yield CallbackResult.NO_EFFECT;
      }
    };
  }

  /// docs.slack.dev/reference/events/app_home_opened
  private CallbackResult homeOpened(Payload event) {
    Optional<String> user = event.text("user").filter(SlackIds::isId);
    if (user.isEmpty()) {
      return CallbackResult.MALFORMED;
    }
    if (event.text("tab").filter(HOME_TAB::equals).isEmpty()) {
      return CallbackResult.NO_EFFECT;
    }
    return home.opened(
        new AccountId(Surface.SLACK, teamId, user.get()), event.text("view", "hash"));
  }

  /// What an event says of a channel or a person is believed by nobody: Slack is asked before the
  /// next message or decision (docs.slack.dev/reference/events/channel_shared, …/user_change).
  private CallbackResult forgotten(Payload payload, Optional<String> id, Consumer<String> forget) {
    Optional<PressFlaw> flaw = flaw(payload);
    if (flaw.isPresent()) {
      return refused(flaw.get());
    }
    id.filter(SlackIds::isId).ifPresent(forget);
    return CallbackResult.NO_EFFECT;
  }

  /// Empty only when it is about our app in our workspace.
  private Optional<PressFlaw> flaw(Payload payload) {
    if (payload.text("api_app_id").filter(appId::equals).isEmpty()) {
      return Optional.of(PressFlaw.FOREIGN_APP);
    }
    return payload.text("team_id").filter(teamId::equals).isEmpty()
        ? Optional.of(PressFlaw.FOREIGN_WORKSPACE)
        : Optional.empty();
  }

  private static CallbackResult refused(PressFlaw flaw) {
    log.warn("slack event refused: {}", WireName.of(flaw));
    return CallbackResult.REFUSED;
  }
}
