package dev.countersign.slack;

import dev.countersign.card.AskLimit;
import dev.countersign.card.CallbackMetrics;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatDesks;
import dev.countersign.card.ChatStanding;
import dev.countersign.card.ClickDesk;
import dev.countersign.card.Commands;
import dev.countersign.secret.Secret;
import dev.countersign.setup.SetupFinding;
import dev.countersign.slack.SlackSettings.Entrance.Requests;
import dev.countersign.slack.SlackSettings.Entrance.Socket;
import jakarta.servlet.http.HttpServlet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One Slack app in one workspace: a [ChatChannel] for the core, and a way in for what people do.
///
/// That is a servlet where Slack posts to the gate, and a socket where the gate opens a connection
/// to Slack, as the settings say. Either hands clicks, forms that were sent, and questions to the
/// desks before it answers, by the same rules. After [#close] nothing may be sent or pressed.
public final class SlackAdapter implements AutoCloseable {
  private final SlackSettings settings;
  private final InstantSource clock;
  private final CallbackMetrics metrics;
  private final SocketPatience socketPatience;
  private final SlackWebApi api;
  private final OpenChannels open;
  private final SlackChannel channel;
  private final Accounts accounts;
  private final PrivateReplies replies;
  private final BoundedCalls calls;
  private final BoundedCalls questions;
  private final Permalinks links;
  private final Duration firstPause;
  private final AtomicReference<@Nullable AppHome> home = new AtomicReference<>();
  private final AtomicReference<@Nullable PlaceEvents> places = new AtomicReference<>();
  private final AtomicReference<@Nullable SocketMode> socket = new AtomicReference<>();

  public SlackAdapter(SlackSettings settings, InstantSource clock, CallbackMetrics metrics) {
    this(
        settings,
        clock,
        metrics,
        BoundedCalls.PATIENCE,
        PrivateReplies.FIRST_PAUSE,
        SocketPatience.DEFAULT);
  }

  SlackAdapter(
      SlackSettings settings,
      InstantSource clock,
      CallbackMetrics metrics,
      Duration patience,
      Duration firstPause,
      SocketPatience socketPatience) {
    this.settings = settings;
    this.clock = clock;
    this.metrics = metrics;
    this.socketPatience = socketPatience;
    this.firstPause = firstPause;
    api = new SlackWebApi(settings.apiBase(), settings.botToken());
    open = new OpenChannels(api, clock, settings.sharedChannels());
    accounts =
        new Accounts(
            new SlackWebApi(settings.apiBase(), settings.botToken(), Accounts.CALL_TIMEOUT),
            settings.teamId(),
            clock);
    channel = new SlackChannel(settings.teamId(), api, new Pace(clock), open, accounts);
    replies = new PrivateReplies(api, metrics, firstPause);
    calls = new BoundedCalls(patience);
    questions = new BoundedCalls(patience);
    links = new Permalinks(api, settings.apiBase());
  }

  public ChatChannel channel() {
    return channel;
  }

  /// Asks Slack once whether it knows the token, and whether it is of the workspace in the
  /// settings; with a socket also whether that stands, or, before [#listen], whether it may.
  public ChatStanding standing() {
    return switch (api.whose()) {
      case ApiAnswer.Done(String team) when team.equals(SlackWebApi.WHOLE_ORGANISATION) ->
          new ChatStanding.Refused("org_wide_install");
      case ApiAnswer.Done(String team) when team.equals(settings.teamId()) -> entrance();
      case ApiAnswer.Done _ -> new ChatStanding.Refused("other_workspace");
      case ApiAnswer.Failed failed -> ApiErrors.standing(failed);
    };
  }

  /// Asks Slack what it makes of the settings. Posts nothing and changes nothing.
  ///
  /// @param channels where people are asked, by the channel's id
  public List<SetupFinding> check(Collection<String> channels) {
    return new SlackCheck(settings, api, clock).run(channels);
  }

  private ChatStanding entrance() {
    SocketMode listening = socket.get();
    return switch (settings.entrance()) {
      case Requests _ -> new ChatStanding.Known();
      case Socket _ when listening != null -> listening.standing();
      case Socket(Secret appToken) ->
          api.openSocket(appToken) instanceof ApiAnswer.Failed failed
              ? ApiErrors.standing(failed)
              : new ChatStanding.Known();
    };
  }

  /// Takes POST at the one URL that the app names for interactivity and for its slash command, and
  /// verifies what it gets; it needs no other filter. Made once, when the desks are there.
  ///
  /// @throws IllegalStateException where the settings want a socket: nothing could be verified
  public HttpServlet servlet(ChatDesks desks) {
    return switch (settings.entrance()) {
      case Requests(Secret signingSecret) ->
          new SlackServlet(
              new SlackVerificationFilter(new SlackSignature(signingSecret, clock), metrics),
              callbacks(desks));
      case Socket _ -> throw new IllegalStateException("this app is reached by a socket");
    };
  }

  /// Opens the socket and keeps it open. Returns at once; done once, when the desks are there.
  ///
  /// @param random for pauses, so that replicas do not come back together
  /// @throws IllegalStateException where the settings want requests, and when done again
  public void listen(ChatDesks desks, RandomGenerator random) {
    if (!(settings.entrance() instanceof Socket(Secret appToken))) {
      throw new IllegalStateException("this app is reached by requests");
    }
    var mode =
        new SocketMode(
            api, appToken, settings.appId(), callbacks(desks), metrics, socketPatience, random);
    if (!socket.compareAndSet(null, mode)) {
      throw new IllegalStateException("it listens already");
    }
    mode.start();
  }

  /// Takes nothing more from the socket; what is under way there is answered first, for a moment.
  public void stopListening() {
    SocketMode listening = socket.get();
    if (listening != null) {
      listening.close();
    }
  }

  private Callbacks callbacks(ChatDesks all) {
    ChatDesks desks = new MembersOnly(accounts).desks(all);
    var reader = new PressReader(settings);
    var modals = new ModalOpener(api, calls, replies);
    var edits = new EditHandler(desks.cards().edits(), modals, calls, replies);
    var interventions =
        new InterventionHandler(desks.cards().interventions(), modals, calls, replies);
    var blocks = new ReplyBlocks(settings.teamId());
    var asked = new Questions(new AskLimit(clock), new Commands(desks), links, accounts);
    var pages = new AppHome(asked, blocks, api, new AskLimit(clock), metrics, firstPause);
    home.set(pages);
    var events = new PlaceEvents(settings.teamId(), api, open, desks.deployment().places());
    places.set(events);
    ClickDesk clicks = pages.behind(desks.cards().clicks());
    var boundedDesk = new BoundedClickDesk(clicks, calls);
    return new Callbacks(
        new PressHandler(
            reader,
            boundedDesk,
            new FormOpener(clicks, modals),
            edits,
            new DetailsHandler(desks.cards().details(), api, calls, replies),
            interventions,
            new AskHandler(asked, blocks, api, questions, replies),
            replies,
            metrics),
        new SubmissionHandler(
            new SubmissionReader(settings),
            boundedDesk,
            edits,
            interventions,
            new SheetHandler(asked, questions, replies),
            replies,
            metrics),
        new CommandHandler(new CommandReader(settings), asked, blocks, questions, replies, metrics),
        new EventHandler(settings, pages, open, accounts, events),
        reader,
        replies,
        metrics);
  }

  /// Waits for presses and questions that are with a desk; answers still to be told are dropped.
  @Override
  public void close() {
    stopListening();
    calls.close();
    questions.close();
    links.close();
    AppHome pages = home.get();
    if (pages != null) {
      pages.close();
    }
    PlaceEvents told = places.get();
    if (told != null) {
      told.close();
    }
    replies.close();
    accounts.close();
    api.close();
  }
}
