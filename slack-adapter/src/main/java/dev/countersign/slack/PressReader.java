package dev.countersign.slack;

import dev.countersign.card.CardView;
import dev.countersign.card.Click;
import dev.countersign.card.Form;
import dev.countersign.card.FormPress;
import dev.countersign.card.Forms;
import dev.countersign.card.Inputs;
import dev.countersign.card.Intervention;
import dev.countersign.card.PressFlaw;
import dev.countersign.card.Reply;
import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.request.Decision;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

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
    Optional<Page> page = page(payload);
    if (page.isPresent()) {
      return onPage(payload, page.get(), named.get().user(), callback);
    }
    ReplyTo reply = named.get();
    Click click = click(payload, reply, callback);
    Optional<PressFlaw> outside = whose(payload);
    Optional<PressReading> other =
        outside.isEmpty() ? other(payload, click, reply) : Optional.empty();
    if (other.isPresent()) {
      return other.get();
    }
    Optional<PressFlaw> flaw = outside.or(() -> where(payload, reply));
    if (flaw.isPresent()) {
      return new PressReading.Pressed(click.flawed(flaw.get()), reply);
    }
    if (click.named().isEmpty()) {
      return beside(payload, click, reply);
    }
    Optional<Form> form = Forms.of(click.named().get());
    return form.isEmpty()
        ? new PressReading.Pressed(click, reply)
        : asking(payload, click, form.get(), false, reply);
  }

  private static PressReading asking(
      Payload payload, Click click, Form form, boolean inside, ReplyTo reply) {
    return FormOrigin.of(reply.channel(), click.messageId(), click.token(), click.inputs().ticked())
        .flatMap(origin ->
            payload
                .text("trigger_id")
                .<PressReading>map(trigger ->
                    new PressReading.Asking(click, form, origin, trigger, inside, reply)))
        .orElseGet(() -> new PressReading.Pressed(click.flawed(PressFlaw.MALFORMED), reply));
  }

  /// What decides nothing, and so may stand on a message that one person sees, in a modal or on the
  /// app's own page: the button alone says what is asked, and who pressed it says for whom.
  private static Optional<PressReading> other(Payload payload, Click click, ReplyTo reply) {
    List<Payload> actions = payload.objects("actions");
    if (actions.size() != 1 || actions.getFirst().text("type").filter("button"::equals).isEmpty()) {
      return Optional.empty();
    }
    String name = actions.getFirst().text("action_id").orElse("");
    if (AskButton.isOpen(name)) {
      return Optional.of(new PressReading.Followed());
    }
    if (!AskButton.isAsk(name)) {
      return Optional.empty();
    }
    return payload
        .text("trigger_id")
        .filter(_ -> Reply.Ask.isQuestion(click.token()))
        .<PressReading>map(trigger ->
            new PressReading.Asked(
                click.account(), click.token(), trigger, modal(payload), reply, click.callback()))
        .or(() -> Optional.of(new PressReading.Pressed(click.flawed(PressFlaw.MALFORMED), reply)));
  }

  private static Optional<String> modal(Payload payload) {
    return payload
        .object("view")
        .filter(view -> view.text("type").filter("modal"::equals).isPresent())
        .flatMap(view -> view.text("id"))
        .filter(SlackIds::isId);
  }

  /// A button that decides nothing: its value names the card.
  private static PressReading beside(Payload payload, Click click, ReplyTo reply) {
    Payload action = payload.objects("actions").getFirst();
    Optional<Intervention> intervention = intervention(action);
    FormPress press =
        new FormPress(
            click.account(), click.token(), click.address(), click.messageId(), click.callback());
    return payload
        .text("trigger_id")
        .filter(_ -> CardView.isReference(click.token()))
        .<PressReading>map(trigger ->
            intervention
                .<PressReading>map(
                    asked -> new PressReading.Intervening(asked, press, trigger, reply))
                .orElseGet(() ->
                    isEdit(action)
                        ? new PressReading.Editing(press, trigger, reply)
                        : new PressReading.Paging(
                            click.account(),
                            new DetailsModal.Origin(
                                reply.channel(), click.messageId(), click.token()),
                            trigger,
                            reply)))
        .orElseGet(() -> new PressReading.Pressed(click.flawed(PressFlaw.MALFORMED), reply));
  }

  /// A page of details that was pressed in.
  ///
  /// @param hash how it stood
  private record Page(DetailsModal.Origin origin, String view, String hash) {}

  /// Empty for whatever is no modal of ours with an action's pages in it.
  private static Optional<Page> page(Payload payload) {
    return payload
        .object("container")
        .filter(container -> container.text("type").filter("view"::equals).isPresent())
        .flatMap(_ -> payload.object("view"))
        .flatMap(view ->
            DetailsModal.origin(view)
                .flatMap(origin ->
                    view.text("id")
                        .filter(SlackIds::isId)
                        .map(id -> new Page(origin, id, view.text("hash").orElse("")))));
  }

  /// What is pressed on a page counts as if it stood on the card that the page was opened from: its
  /// token was made for that card, and for whoever opened it.
  private PressReading onPage(Payload payload, Page page, String user, Digest callback) {
    ReplyTo reply = ReplyTo.in(page.origin().channel(), user);
    List<Payload> actions = payload.objects("actions");
    Click click = click(payload, reply, callback).on(page.origin().messageId());
    Optional<PressFlaw> flaw = whose(payload).or(() -> onlyOne(actions));
    if (flaw.isPresent()) {
      return new PressReading.Pressed(click.flawed(flaw.get()), reply);
    }
    Payload action = actions.getFirst();
    OptionalInt wanted = DetailsModal.wanted(action);
    if (wanted.isPresent()) {
      return new PressReading.Turning(
          click.account(), page.origin(), wanted.getAsInt(), page.view(), page.hash(), reply);
    }
    if (click.named().isEmpty()) {
      return new PressReading.Pressed(click.flawed(PressFlaw.UNKNOWN_BUTTON), reply);
    }
    if (action.text("value").filter(value -> value.length() <= MAX_TOKEN).isEmpty()) {
      return new PressReading.Pressed(click.flawed(PressFlaw.MALFORMED), reply);
    }
    return Forms.of(click.named().get())
        .map(form -> asking(payload, click, form, true, reply))
        .orElseGet(() -> new PressReading.Deciding(click, page.view(), reply));
  }

  private static Optional<PressFlaw> onlyOne(List<Payload> actions) {
    return actions.size() == 1 ? Optional.empty() : Optional.of(PressFlaw.MALFORMED);
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
                user,
                payload
                    .text("trigger_id")
                    .map(id -> new ReplyTo.Trigger(id, modal(payload).isPresent()))));
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
  private Optional<PressFlaw> whose(Payload payload) {
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
    return Optional.empty();
  }

  private static Optional<PressFlaw> where(Payload payload, ReplyTo reply) {
    Optional<Payload> container = payload.object("container");
    List<Payload> actions = payload.objects("actions");
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
        && !isNamed(actions.getFirst(), ActionsBlock.DETAILS)
        && intervention(actions.getFirst()).isEmpty()) {
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
    return isNamed(action, ActionsBlock.EDIT);
  }

  private static boolean isNamed(Payload action, String name) {
    return action.text("type").filter("button"::equals).isPresent()
        && action.text("action_id").filter(name::equals).isPresent();
  }

  private static Optional<Intervention> intervention(Payload action) {
    return action
        .text("action_id")
        .filter(_ -> action.text("type").filter("button"::equals).isPresent())
        .flatMap(name -> WireName.parse(Intervention.class, name));
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
