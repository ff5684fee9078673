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
  private final PlaceEvents places;

  EventHandler(
      SlackSettings settings,
      AppHome home,
      OpenChannels channels,
      Accounts accounts,
      PlaceEvents places) {
    teamId = settings.teamId();
    appId = settings.appId();
    this.home = home;
    this.channels = channels;
    this.accounts = accounts;
    this.places = places;
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
      case "channel_archive",
          "channel_unarchive",
          "channel_deleted",
          "channel_left",
          "group_archive",
          "group_unarchive",
          "group_deleted",
          "group_left" ->
          forgotten(payload, event.flatMap(told -> told.text("channel")), places::channel);
      case "channel_rename", "group_rename" ->
          forgotten(payload, event.flatMap(told -> told.text("channel", "id")), places::channel);
      case "member_joined_channel", "member_left_channel" ->
          forgotten(payload, event.flatMap(told -> channelOfApp(payload, told)), places::channel);
      case "channel_id_changed" ->
          flaw(payload).map(EventHandler::refused).orElseGet(() -> moved(event.orElseThrow()));
      case "tokens_revoked", "app_uninstalled" ->
          flaw(payload).map(EventHandler::refused).orElseGet(this::appChanged);
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

  /// docs.slack.dev/reference/events/channel_id_changed
  private CallbackResult moved(Payload event) {
    Optional<String> from = event.text("old_channel_id").filter(SlackIds::isId);
    Optional<String> to = event.text("new_channel_id").filter(SlackIds::isId);
    if (from.isEmpty() || to.isEmpty() || from.equals(to)) {
      return CallbackResult.MALFORMED;
    }
    places.moved(from.get(), to.get());
    return CallbackResult.NO_EFFECT;
  }

  /// docs.slack.dev/reference/events/tokens_revoked, …/app_uninstalled
  private CallbackResult appChanged() {
    places.app();
    return CallbackResult.NO_EFFECT;
  }

  /// Where it is the app itself that came or went, and not one of the people.
  private static Optional<String> channelOfApp(Payload payload, Payload event) {
    return event
        .text("user")
        .filter(user ->
            payload.objects("authorizations").stream()
                .anyMatch(by -> by.text("user_id").filter(user::equals).isPresent()))
        .flatMap(_ -> event.text("channel"));
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
