package dev.countersign.slack;

import dev.countersign.card.Command;
import dev.countersign.card.PressFlaw;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import java.util.Optional;

/// Reads the form of a slash command (docs.slack.dev/interactivity/implementing-slash-commands).
///
/// Of the command's own name only those of emergencies mean anything ([Command#ofTheirOwn]): a
/// workspace may have several gates, and gives each its name. Nor is `token`, which proves nothing
/// beside the signature.
final class CommandReader {
  private final String teamId;
  private final String appId;
  private final ReplyOrigins replyOrigins;

  CommandReader(SlackSettings settings) {
    teamId = settings.teamId();
    appId = settings.appId();
    replyOrigins = new ReplyOrigins(settings.replyOrigins());
  }

  CommandReading read(SlackForm form) {
    Optional<String> user = form.only("user_id").filter(SlackIds::isId);
    Optional<String> written = form.has("text") ? form.only("text") : Optional.of("");
    if (user.isEmpty() || written.isEmpty()) {
      return new CommandReading.Unreadable();
    }
    return flaw(form)
        .<CommandReading>map(CommandReading.Refused::new)
        .orElseGet(() ->
            new CommandReading.Asked(
                new AccountId(Surface.SLACK, teamId, user.get()),
                own(form) + written.get(),
                new ReplyTo(
                    replyOrigins.allow(form.only("response_url").orElse(null)),
                    form.only("channel_id").filter(SlackIds::isId).orElse(""),
                    user.get(),
                    Optional.empty())));
  }

  /// The word in front of what was written, where the command has its own name in Slack.
  private static String own(SlackForm form) {
    return form.only("command")
        .flatMap(Command::ofOwnName)
        .map(command -> command.word() + " ")
        .orElse("");
  }

  /// Empty only when every line holds, as for a press; the order is part of the contract.
  ///
  /// 1 our app · 2 installed in a workspace · 3 asked by somebody of our workspace: the form names
  /// no other, and Slack offers a command to nobody whose workspace does not have the app
  private Optional<PressFlaw> flaw(SlackForm form) {
    if (!Optional.of(appId).equals(form.only("api_app_id"))) {
      return Optional.of(PressFlaw.FOREIGN_APP); // 1
    }
    boolean inAWorkspace =
        !form.has("is_enterprise_install")
            || form.only("is_enterprise_install").equals(Optional.of("false"));
    if (!inAWorkspace || form.only("team_id").filter(id -> !id.isEmpty()).isEmpty()) {
      return Optional.of(PressFlaw.ORGANISATION_INSTALL); // 2
    }
    return Optional.of(teamId).equals(form.only("team_id"))
        ? Optional.empty()
        : Optional.of(PressFlaw.FOREIGN_WORKSPACE); // 3
  }
}
