package dev.countersign.slack;

import dev.countersign.card.CardView;
import dev.countersign.card.Click;
import dev.countersign.card.Errand;
import dev.countersign.card.Form;
import dev.countersign.card.Forms;
import dev.countersign.card.Inputs;
import dev.countersign.card.PressFlaw;
import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.request.Decision;
import java.util.List;
import java.util.Optional;

/// Turns a `block_actions` payload into a [Click], with what is wrong with it, or into the form
/// that its button asks for (docs.slack.dev/reference/interaction-payloads/block_actions-payload).
final class PressReader {
  /// Stands in a flawed click for an id that the payload does not have.
  static final String UNKNOWN = "unknown";

  private static final int MAX_TOKEN = ActionsBlock.VALUE;

  private final String teamId;
  private final String appId;
  private final ReplyOrigins replyOrigins;

  PressReader(SlackSettings settings) {
    teamId = settings.teamId();
    appId = settings.appId();
    replyOrigins = new ReplyOrigins(settings.replyOrigins());
  }

  /// @param callback over the raw body
  PressReading read(Payload payload, Digest callback) {
    Optional<ReplyTo> named = replyTo(payload);
    if (named.isEmpty()) {
      return new PressReading.Nameless();
    }
    ReplyTo reply = named.get();
    Click click = click(payload, reply, callback);
    Optional<PressFlaw> flaw = flaw(payload, reply);
    if (flaw.isPresent()) {
      return new PressReading.Pressed(click.flawed(flaw.get()), reply);
    }
    if (click.named().isEmpty()) {
      return beside(payload, click, reply);
    }
    Decision decision = click.named().get();
    Optional<Form> form = Forms.of(decision);
    if (form.isEmpty()) {
      return new PressReading.Pressed(click, reply);
    }
    return FormOrigin.of(reply.channel(), click.messageId(), click.token(), click.inputs().ticked())
        .flatMap(origin ->
            payload
                .text("trigger_id")
                .<PressReading>map(trigger ->
                    new PressReading.Asking(decision, form.get(), origin, trigger, reply)))
        .orElseGet(() -> new PressReading.Pressed(click.flawed(PressFlaw.MALFORMED), reply));
  }

  /// A button that decides nothing: its value names the card.
  private static PressReading beside(Payload payload, Click click, ReplyTo reply) {
    Optional<Errand> errand =
        payload.objects("actions").stream().flatMap(a -> errand(a).stream()).findFirst();
    return payload
        .text("trigger_id")
        .filter(_ -> CardView.isReference(click.token()))
        .<PressReading>map(trigger ->
            errand
                .<PressReading>map(asked ->
                    new PressReading.OnErrand(
                        asked, click.account(), click.token(), trigger, reply))
                .orElseGet(
                    () -> new PressReading.Editing(click.account(), click.token(), trigger, reply)))
        .orElseGet(() -> new PressReading.Pressed(click.flawed(PressFlaw.MALFORMED), reply));
  }

  /// Empty when the payload does not say who did it.
  Optional<ReplyTo> replyTo(Payload payload) {
    return payload
        .text("user", "id")
        .filter(SlackIds::isId)
        .map(user ->
            new ReplyTo(
                replyOrigins.allow(payload.text("response_url").orElse(null)),
                channel(payload).filter(SlackIds::isId).orElse(""),
                user));
  }

  private Click click(Payload payload, ReplyTo reply, Digest callback) {
    String home = payload.text("user", "team_id").filter(SlackIds::isId).orElse(teamId);
    String place = payload.text("team", "id").filter(SlackIds::isId).orElse(teamId);
    List<Payload> actions = payload.objects("actions");
    Optional<Payload> action =
        actions.isEmpty() ? Optional.empty() : Optional.of(actions.getFirst());
    Click click =
        new Click(
            new AccountId(Surface.SLACK, home, reply.user()),
            new ChatAddress(
                Surface.SLACK, place, reply.channel().isEmpty() ? UNKNOWN : reply.channel()),
            payload.text("container", "message_ts").filter(SlackIds::isMessage).orElse(UNKNOWN),
            action
                .flatMap(one -> one.text("value"))
                .filter(token -> token.length() <= MAX_TOKEN)
                .orElse(""),
            Inputs.NONE.ticking(TicksBlock.ticked(payload)),
            callback);
    return action.flatMap(PressReader::decision).map(click::named).orElse(click);
  }

  /// Empty only when every line holds; the order is part of the contract.
  ///
  /// 1 our app · 2 installed in a workspace · 3 our workspace · 4 the presser's home is our
  /// workspace · 5 on a message · 6 that others see too · 7 in its own place · 8 one button · 9 of
  /// ours · 10 on a message that is named, with a value
  private Optional<PressFlaw> flaw(Payload payload, ReplyTo reply) {
    Optional<Payload> container = payload.object("container");
    List<Payload> actions = payload.objects("actions");
    if (!Optional.of(appId).equals(payload.text("api_app_id"))) {
      return Optional.of(PressFlaw.FOREIGN_APP); // 1
    }
    if (payload.isTrue("is_enterprise_install") || !payload.has("team")) {
      return Optional.of(PressFlaw.ORGANISATION_INSTALL); // 2
    }
    if (!Optional.of(teamId).equals(payload.text("team", "id"))) {
      return Optional.of(PressFlaw.FOREIGN_WORKSPACE); // 3
    }
    if (!Optional.of(teamId).equals(payload.text("user", "team_id"))) {
      return Optional.of(PressFlaw.OUTSIDER); // 4
    }
    if (container.isEmpty()) {
      return Optional.of(PressFlaw.MALFORMED); // 5
    }
    if (!Optional.of("message").equals(container.get().text("type"))) {
      return Optional.of(PressFlaw.NOT_A_MESSAGE); // 5
    }
    if (container.get().isTrue("is_ephemeral")) {
      return Optional.of(PressFlaw.EPHEMERAL); // 6
    }
    if (container.get().isTrue("is_app_unfurl") || payload.has("app_unfurl")) {
      return Optional.of(PressFlaw.UNFURLED); // 7
    }
    if (actions.size() != 1) {
      return Optional.of(PressFlaw.MALFORMED); // 8
    }
    if (decision(actions.getFirst()).isEmpty()
        && !isEdit(actions.getFirst())
        && errand(actions.getFirst()).isEmpty()) {
      return Optional.of(PressFlaw.UNKNOWN_BUTTON); // 9
    }
    return !reply.channel().isEmpty()
            && container.get().text("message_ts").filter(SlackIds::isMessage).isPresent()
            && actions.getFirst().text("value").filter(v -> v.length() <= MAX_TOKEN).isPresent()
        ? Optional.empty()
        : Optional.of(PressFlaw.MALFORMED); // 10
  }

  /// What a button's name says it decides; what it does decide is in its token, and the desk
  /// compares the two.
  private static Optional<Decision> decision(Payload action) {
    return action
        .text("action_id")
        .filter(_ -> action.text("type").filter("button"::equals).isPresent())
        .flatMap(name -> WireName.parse(Decision.class, name));
  }

  private static boolean isEdit(Payload action) {
    return action.text("type").filter("button"::equals).isPresent()
        && action.text("action_id").filter(ActionsBlock.EDIT::equals).isPresent();
  }

  private static Optional<Errand> errand(Payload action) {
    return action
        .text("action_id")
        .filter(_ -> action.text("type").filter("button"::equals).isPresent())
        .flatMap(name -> WireName.parse(Errand.class, name));
  }

  /// Empty when there is none, or two that differ.
  private static Optional<String> channel(Payload payload) {
    Optional<String> named = payload.text("channel", "id");
    Optional<String> contained = payload.text("container", "channel_id");
    return named.isEmpty() || contained.isEmpty() || named.equals(contained)
        ? named.or(() -> contained)
        : Optional.empty();
  }
}
