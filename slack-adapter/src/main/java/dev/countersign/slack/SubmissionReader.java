package dev.countersign.slack;

import com.slack.api.app_backend.views.payload.ViewSubmissionPayload;
import com.slack.api.app_backend.views.payload.ViewSubmissionPayload.User;
import com.slack.api.model.view.View;
import dev.countersign.card.Click;
import dev.countersign.card.Form;
import dev.countersign.card.Forms;
import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.proposal.WireName;
import dev.countersign.request.Decision;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns a `view_submission` payload into a [Click], or says why it is none
/// (docs.slack.dev/reference/interaction-payloads/view-interactions-payload).
///
/// Who decides is who submits, whoever opened the form; what is decided is in the token, and the
/// form's own name only says what was asked.
final class SubmissionReader {
  private final String teamId;
  private final String appId;

  SubmissionReader(SlackSettings settings) {
    teamId = settings.teamId();
    appId = settings.appId();
  }

  /// @param callback over the raw body
  SubmissionReading read(@Nullable ViewSubmissionPayload payload, Digest callback) {
    if (payload == null || !hasShape(payload)) {
      return new SubmissionReading.Refused(SubmissionRefusal.MALFORMED);
    }
    Optional<SubmissionRefusal> refusal = refusal(payload);
    if (refusal.isPresent()) {
      return new SubmissionReading.Refused(refusal.get());
    }
    View view = payload.getView();
    Optional<Form> form = form(view);
    if (form.isEmpty()) {
      return new SubmissionReading.Refused(SubmissionRefusal.UNKNOWN_FORM);
    }
    return FormOrigin.parse(view.getPrivateMetadata())
        .<SubmissionReading>map(origin ->
            submitted(payload.getUser().getId(), origin, form.get(), view, callback))
        .orElseGet(() -> new SubmissionReading.Refused(SubmissionRefusal.MALFORMED));
  }

  /// Empty only when every line holds; the order is part of the contract.
  ///
  /// 1 our app, and a view of its · 2 installed in a workspace · 3 in our workspace, which alone
  /// `app_installed_team_id` says: in a shared channel every other team may be the visitor's · 4 the
  /// submitter's home is our workspace
  private Optional<SubmissionRefusal> refusal(ViewSubmissionPayload payload) {
    View view = payload.getView();
    if (!appId.equals(payload.getApiAppId()) || !appId.equals(view.getAppId())) {
      return Optional.of(SubmissionRefusal.FOREIGN_APP); // 1
    }
    if (payload.isEnterpriseInstall() || payload.getTeam() == null) {
      return Optional.of(SubmissionRefusal.ENTERPRISE_INSTALL); // 2
    }
    if (!teamId.equals(view.getAppInstalledTeamId())) {
      return Optional.of(SubmissionRefusal.FOREIGN_TEAM); // 3
    }
    return teamId.equals(payload.getUser().getTeamId()) && teamId.equals(payload.getTeam().getId())
        ? Optional.empty()
        : Optional.of(SubmissionRefusal.STRANGER); // 4
  }

  private SubmissionReading submitted(
      String user, FormOrigin origin, Form form, View view, Digest callback) {
    return new SubmissionReading.Submitted(
        new Click(
            new AccountId(Surface.SLACK, teamId, user),
            new ChatAddress(Surface.SLACK, teamId, origin.channel()),
            origin.messageId(),
            origin.token(),
            FormModal.inputs(view.getState()),
            callback),
        form,
        new ReplyTo(Optional.empty(), origin.channel(), user));
  }

  private static Optional<Form> form(View view) {
    return "modal".equals(view.getType())
        ? WireName.parse(Decision.class, view.getCallbackId()).flatMap(Forms::of)
        : Optional.empty();
  }

  private static boolean hasShape(ViewSubmissionPayload payload) {
    User user = payload.getUser();
    View view = payload.getView();
    return user != null
        && SlackIds.isId(user.getId())
        && view != null
        && view.getCallbackId() != null
        && view.getPrivateMetadata() != null;
  }
}
