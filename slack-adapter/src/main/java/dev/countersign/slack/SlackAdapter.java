package dev.countersign.slack;

import dev.countersign.card.AskLimit;
import dev.countersign.card.CallbackMetrics;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.ChatDesks;
import dev.countersign.card.ChatStanding;
import dev.countersign.card.Commands;
import jakarta.servlet.http.HttpServlet;
import java.time.Duration;
import java.time.InstantSource;

/// One Slack app in one workspace: a [ChatChannel] for the core, and a servlet for Slack.
///
/// The servlet takes POST at the one URL that the app names for interactivity and for its slash
/// command, verifies what it gets, and hands clicks, forms that were sent, and questions to the
/// desks before it answers. It needs no other filter. After [#close] nothing may be sent or
/// pressed.
public final class SlackAdapter implements AutoCloseable {
  private final SlackSettings settings;
  private final InstantSource clock;
  private final CallbackMetrics metrics;
  private final SlackWebApi api;
  private final SlackChannel channel;
  private final PrivateReplies replies;
  private final BoundedCalls calls;
  private final BoundedCalls questions;

  public SlackAdapter(SlackSettings settings, InstantSource clock, CallbackMetrics metrics) {
    this(settings, clock, metrics, BoundedCalls.PATIENCE, PrivateReplies.FIRST_PAUSE);
  }

  SlackAdapter(
      SlackSettings settings,
      InstantSource clock,
      CallbackMetrics metrics,
      Duration patience,
      Duration firstPause) {
    this.settings = settings;
    this.clock = clock;
    this.metrics = metrics;
    api = new SlackWebApi(settings.apiBase(), settings.botToken());
    channel = new SlackChannel(settings.teamId(), api);
    replies = new PrivateReplies(api, metrics, firstPause);
    calls = new BoundedCalls(patience);
    questions = new BoundedCalls(patience);
  }

  public ChatChannel channel() {
    return channel;
  }

  /// Asks Slack once whether it knows the token, and whether it is of the workspace in the
  /// settings.
  public ChatStanding standing() {
    return switch (api.whose()) {
      case ApiAnswer.Done(String team) when team.equals(settings.teamId()) ->
          new ChatStanding.Known();
      case ApiAnswer.Done _ -> new ChatStanding.Refused("other_workspace");
      case ApiAnswer.Failed failed ->
          switch (ApiErrors.sent(failed)) {
            case Sent.Refused(_, String code) -> new ChatStanding.Refused(code);
            case Sent.Later(_, String code) -> new ChatStanding.Away(code);
            case Sent.Shown _ -> throw new IllegalStateException("nothing was sent");
          };
    };
  }

  /// Made once, when the desks are there.
  public HttpServlet servlet(ChatDesks desks) {
    var boundedDesk = new BoundedClickDesk(desks.clicks(), calls);
    var reader = new PressReader(settings);
    var modals = new ModalOpener(api, calls, replies);
    var edits = new EditHandler(desks.edits(), modals, calls, replies);
    var errands = new ErrandHandler(desks.errands(), modals, calls, replies);
    var presses =
        new PressHandler(
            reader, boundedDesk, new FormOpener(modals), edits, errands, replies, metrics);
    var submissions =
        new SubmissionHandler(
            new SubmissionReader(settings), boundedDesk, edits, errands, replies, metrics);
    var commands =
        new CommandHandler(
            new CommandReader(settings),
            new AskLimit(clock),
            new Commands(desks),
            questions,
            replies,
            metrics);
    var signature = new SlackSignature(settings.signingSecret(), clock);
    return new SlackServlet(
        new SlackVerificationFilter(signature, metrics),
        presses,
        submissions,
        commands,
        new UntakenNotice(reader, api, calls, replies, metrics),
        metrics);
  }

  /// Waits for presses and questions that are with a desk; answers still to be told are dropped.
  @Override
  public void close() {
    calls.close();
    questions.close();
    replies.close();
    api.close();
  }
}
