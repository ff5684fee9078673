package dev.countersign.slack;

import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload.Action;
import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload.Container;
import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload.User;
import dev.countersign.card.Click;
import dev.countersign.card.Form;
import dev.countersign.card.Forms;
import dev.countersign.card.Inputs;
import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.proposal.WireName;
import dev.countersign.request.Decision;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns a `block_actions` payload into a [Click], or into the form that its button asks for, or says
/// why it is neither
/// (docs.slack.dev/reference/interaction-payloads/block_actions-payload).
final class PressReader {
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
  PressReading read(@Nullable BlockActionPayload payload, Digest callback) {
    if (payload == null || !hasShape(payload)) {
      return new PressReading.Refused(PressRefusal.MALFORMED, Optional.empty());
    }
    User user = payload.getUser();
    Container container = payload.getContainer();
    var reply =
        new ReplyTo(
            replyOrigins.allow(payload.getResponseUrl()),
            Optional.ofNullable(channelId(payload)).orElse(""),
            user.getId());
    Optional<PressRefusal> refusal = refusal(payload);
    if (refusal.isPresent()) {
      return new PressReading.Refused(refusal.get(), Optional.of(reply));
    }
    String value = payload.getActions().getFirst().getValue();
    if (!isMessage(container, reply.channel()) || value == null || value.length() > MAX_TOKEN) {
      return new PressReading.Refused(PressRefusal.MALFORMED, Optional.of(reply));
    }
    Decision decision =
        WireName.require(Decision.class, payload.getActions().getFirst().getActionId());
    return Forms.of(decision)
        .map(form ->
            asking(
                decision,
                form,
                new FormOrigin(reply.channel(), container.getMessageTs(), value),
                payload.getTriggerId(),
                reply))
        .orElseGet(() ->
            new PressReading.Pressed(
                new Click(
                    new AccountId(Surface.SLACK, teamId, user.getId()),
                    new ChatAddress(Surface.SLACK, teamId, reply.channel()),
                    container.getMessageTs(),
                    value,
                    Inputs.NONE,
                    callback),
                reply));
  }

  private static PressReading asking(
      Decision decision,
      Form form,
      FormOrigin origin,
      @Nullable String trigger,
      ReplyTo reply) {
    return trigger == null || FormOrigin.parse(origin.metadata()).isEmpty()
        ? new PressReading.Refused(PressRefusal.MALFORMED, Optional.of(reply))
        : new PressReading.Asking(decision, form, origin, trigger, reply);
  }

  /// Empty only when every line holds; the order is part of the contract.
  ///
  /// 1 our app · 2 installed in a workspace · 3 our workspace · 4 the presser's home is our
  /// workspace · 5 on a message · 6 that others see too · 7 in its own place · 8 on a button of
  /// ours
  private Optional<PressRefusal> refusal(BlockActionPayload payload) {
    Container container = payload.getContainer();
    if (!appId.equals(payload.getApiAppId())) {
      return Optional.of(PressRefusal.FOREIGN_APP); // 1
    }
    if (payload.isEnterpriseInstall() || payload.getTeam() == null) {
      return Optional.of(PressRefusal.ENTERPRISE_INSTALL); // 2
    }
    if (!teamId.equals(payload.getTeam().getId())) {
      return Optional.of(PressRefusal.FOREIGN_TEAM); // 3
    }
    if (!teamId.equals(payload.getUser().getTeamId())) {
      return Optional.of(PressRefusal.STRANGER); // 4
    }
    if (!"message".equals(container.getType())) {
      return Optional.of(PressRefusal.NOT_A_MESSAGE); // 5
    }
    if (container.isEphemeral()) {
      return Optional.of(PressRefusal.EPHEMERAL); // 6
    }
    if (container.isAppUnfurl() || payload.getAppUnfurl() != null) {
      return Optional.of(PressRefusal.UNFURLED); // 7
    }
    return isOurs(payload.getActions().getFirst())
        ? Optional.empty()
        : Optional.of(PressRefusal.UNKNOWN_ACTION); // 8
  }

  private static boolean hasShape(BlockActionPayload payload) {
    return payload.getUser() != null
        && SlackIds.isId(payload.getUser().getId())
        && payload.getContainer() != null
        && payload.getActions() != null
        && payload.getActions().size() == 1
        && payload.getActions().getFirst() != null;
  }

  private static boolean isMessage(Container container, String channel) {
    return SlackIds.isId(channel) && SlackIds.isMessage(container.getMessageTs());
  }

  /// A button whose action is a decision; what it decides is in its token.
  private static boolean isOurs(Action action) {
    return "button".equals(action.getType())
        && action.getActionId() != null
        && WireName.parse(Decision.class, action.getActionId()).isPresent();
  }

  /// Null when there is none, or two that differ.
  private static @Nullable String channelId(BlockActionPayload payload) {
    String contained = payload.getContainer().getChannelId();
    String named = payload.getChannel() == null ? contained : payload.getChannel().getId();
    return contained != null && contained.equals(named) ? contained : null;
  }
}
