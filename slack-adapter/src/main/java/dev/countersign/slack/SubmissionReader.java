package dev.countersign.slack;

import dev.countersign.card.Click;
import dev.countersign.card.EditDesk;
import dev.countersign.card.Forms;
import dev.countersign.card.Inputs;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk;
import dev.countersign.card.PressFlaw;
import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.request.Decision;
import java.util.Optional;

/// Turns a `view_submission` payload into a [Click], with what is wrong with it
/// (docs.slack.dev/reference/interaction-payloads/view-interactions-payload).
///
/// Who decides is who submits, whoever opened the form; what is decided is in the token, and the
/// form's own name, which has to agree with it, only says what was asked.
final class SubmissionReader {
  private final String teamId;
  private final String appId;

  SubmissionReader(SlackSettings settings) {
    teamId = settings.teamId();
    appId = settings.appId();
  }

  /// @param callback over the raw body
  SubmissionReading read(Payload payload, Digest callback) {
    Optional<String> user = payload.text("user", "id").filter(SlackIds::isId);
    Optional<Payload> view = payload.object("view");
    if (user.isEmpty() || view.isEmpty()) {
      return new SubmissionReading.Nameless();
    }
    if (EditModal.isOne(view.get())) {
      Optional<SubmissionReading> edited = edited(payload, user.get(), view.get(), callback);
      if (edited.isPresent()) {
        return edited.get();
      }
    }
    Optional<Intervention> intervention = InterventionModal.intervention(view.get());
    if (intervention.isPresent()) {
      Optional<SubmissionReading> sent =
          onIntervention(payload, user.get(), view.get(), intervention.get(), callback);
      if (sent.isPresent()) {
        return sent.get();
      }
    }
    Optional<SubmissionReading> written = written(payload, user.get(), view.get(), callback);
    if (written.isPresent()) {
      return written.get();
    }
    Optional<FormOrigin> origin = view.get().text("private_metadata").flatMap(FormOrigin::parse);
    Optional<Decision> name = decision(view.get());
    Optional<PressFlaw> flaw = flaw(payload, view.get(), name, origin);
    Click click = click(payload, user.get(), view.get(), origin, callback);
    Click named = name.map(click::named).orElse(click);
    return new SubmissionReading.Submitted(
        flaw.map(named::flawed).orElse(named),
        name.flatMap(Forms::of).filter(_ -> flaw.isEmpty()),
        ReplyTo.in(origin.map(FormOrigin::channel).orElse(""), user.get()));
  }

  /// Empty where anything is wrong with it: then it is refused like any other form.
  private Optional<SubmissionReading> edited(
      Payload payload, String user, Payload view, Digest callback) {
    return ModalOrigin.of(view)
        .filter(_ -> sender(payload, view).isEmpty())
        .flatMap(origin ->
            EditModal.text(view)
                .map(text ->
                    new SubmissionReading.Edited(
                        new EditDesk.Edit(
                            new AccountId(Surface.SLACK, teamId, user),
                            origin.reference(),
                            EditModal.subject(view),
                            text,
                            callback,
                            origin.seal()),
                        ReplyTo.in(origin.channel(), user))));
  }

  /// Empty where anything is wrong with it: then it is refused like any other form.
  private Optional<SubmissionReading> onIntervention(
      Payload payload, String user, Payload view, Intervention intervention, Digest callback) {
    return ModalOrigin.of(view)
        .filter(_ -> sender(payload, view).isEmpty())
        .map(origin ->
            new SubmissionReading.Intervening(
                new InterventionDesk.Sent(
                    intervention,
                    new AccountId(Surface.SLACK, teamId, user),
                    origin.reference(),
                    InterventionModal.choice(view),
                    InterventionModal.note(view),
                    callback,
                    origin.seal()),
                ReplyTo.in(origin.channel(), user)));
  }

  /// Empty for another form, and where anything is wrong with it: then it is refused like any
  /// other.
  private Optional<SubmissionReading> written(
      Payload payload, String user, Payload view, Digest callback) {
    return SheetModal.origin(view)
        .filter(_ -> sender(payload, view).isEmpty())
        .map(origin ->
            new SubmissionReading.Written(
                new AccountId(Surface.SLACK, teamId, user),
                origin.question(),
                SheetModal.typed(view),
                ReplyTo.in(origin.channel(), user),
                callback));
  }

  /// Empty only when every line holds; the order is part of the contract.
  ///
  /// 1 our app, and a view of its · 2 installed in a workspace · 3 in our workspace, which alone
  /// `app_installed_team_id` says: in a shared channel every other team may be the visitor's · 4
  /// the submitter's home is our workspace · 5 a form of ours · 6 that says which card it came from
  private Optional<PressFlaw> flaw(
      Payload payload, Payload view, Optional<Decision> name, Optional<FormOrigin> origin) {
    Optional<PressFlaw> sender = sender(payload, view);
    if (sender.isPresent()) {
      return sender; // 1 to 4
    }
    if (name.flatMap(Forms::of).isEmpty()) {
      return Optional.of(PressFlaw.UNKNOWN_BUTTON); // 5
    }
    return origin.isPresent() ? Optional.empty() : Optional.of(PressFlaw.MALFORMED); // 6
  }

  private Optional<PressFlaw> sender(Payload payload, Payload view) {
    Optional<String> app = Optional.of(appId);
    Optional<String> team = Optional.of(teamId);
    if (!app.equals(payload.text("api_app_id")) || !app.equals(view.text("app_id"))) {
      return Optional.of(PressFlaw.FOREIGN_APP); // 1
    }
    if (payload.isTrue("is_enterprise_install") || !payload.has("team")) {
      return Optional.of(PressFlaw.ORGANISATION_INSTALL); // 2
    }
    if (!team.equals(view.text("app_installed_team_id"))) {
      return Optional.of(PressFlaw.FOREIGN_WORKSPACE); // 3
    }
    if (!team.equals(payload.text("user", "team_id")) || !team.equals(payload.text("team", "id"))) {
      return Optional.of(PressFlaw.OUTSIDER); // 4
    }
    return Optional.empty();
  }

  private Click click(
      Payload payload, String user, Payload view, Optional<FormOrigin> origin, Digest callback) {
    String home = payload.text("user", "team_id").filter(SlackIds::isId).orElse(teamId);
    return new Click(
        new AccountId(Surface.SLACK, home, user),
        new ChatAddress(
            Surface.SLACK, teamId, origin.map(FormOrigin::channel).orElse(PressReader.UNKNOWN)),
        origin.map(FormOrigin::messageId).orElse(PressReader.UNKNOWN),
        origin.map(FormOrigin::token).orElse(""),
        origin.map(from -> FormModal.inputs(view).ticking(from.ticked())).orElse(Inputs.NONE),
        callback);
  }

  private static Optional<Decision> decision(Payload view) {
    return view.text("callback_id")
        .filter(_ -> view.text("type").filter("modal"::equals).isPresent())
        .flatMap(name -> WireName.parse(Decision.class, name));
  }
}
