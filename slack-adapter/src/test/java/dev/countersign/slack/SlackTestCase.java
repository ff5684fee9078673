package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SettableClock;
import dev.countersign.SheetDouble;
import dev.countersign.card.Asker;
import dev.countersign.card.BatchDesk;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.ChatDesks;
import dev.countersign.card.DetailsDesk;
import dev.countersign.card.FreezeDesk;
import dev.countersign.card.LinkDesk;
import dev.countersign.card.MuteDesk;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.Reply;
import dev.countersign.card.UnknownCommandDesk;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.sandbox.slack.SlackSandbox;
import dev.countersign.sandbox.slack.SlackSockets;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import dev.countersign.secret.Secret;
import dev.countersign.slack.SlackSettings.Entrance.Requests;
import dev.countersign.slack.SlackSettings.Entrance.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The adapter on a real server, connected to the emulated Slack.
abstract class SlackTestCase {
  static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");
  static final Duration PATIENCE = Duration.ofSeconds(2);
  static final Duration AT_MOST = Duration.ofSeconds(10);

  /// No pause is long, and silence is no matter.
  static final SocketPatience SOON =
      new SocketPatience(
          Duration.ofMillis(1),
          Duration.ofMillis(5),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofDays(1),
          Duration.ofSeconds(2));

  static final ChatAddress APPROVALS =
      new ChatAddress(Surface.SLACK, Workspace.TEAM_ID, "C0APPROVALS");

  final RecordedMetrics metrics = new RecordedMetrics();
  final DeskDouble desk = new DeskDouble();
  final SheetDouble sheets = new SheetDouble();
  final QueueDouble queue = new QueueDouble();
  final HomeDouble homes = new HomeDouble();
  final AtomicReference<BatchDesk> batches =
      new AtomicReference<>(asker -> "one card for " + asker.user());
  final EditDeskDouble edits = new EditDeskDouble();
  final InterventionDeskDouble interventions = new InterventionDeskDouble();

  /// Buttons that the gate did not make, as they were noted.
  final List<String> forged = new CopyOnWriteArrayList<>();

  final PlaceDouble places = new PlaceDouble();

  final SettableClock clock = new SettableClock(NOW);
  final SlackSandbox slack;
  final AtomicReference<DetailsDesk> details =
      new AtomicReference<>(_ -> new DetailsDesk.Shown.Not("There are no details here."));
  final Server server = new Server();
  final SlackAdapter adapter;

  final Way way;

  SlackTestCase() {
    this(Way.REQUESTS);
  }

  SlackTestCase(Way way) {
    this(way, PATIENCE);
  }

  /// @param patience how long a callback waits for its answer
  SlackTestCase(Way way, Duration patience) {
    this(way, patience, SlackSandbox.SCOPES);
  }

  /// @param scopes of the bot's token
  SlackTestCase(Way way, Duration patience, Set<String> scopes) {
    this.way = way;
    slack =
        SlackSandbox.builder(clock)
            .scopes(scopes)
            .user(SlackUser.member("U0MIRA", "mira"))
            .user(SlackUser.member("U0GUEST", "guest").from("T0ELSEWHERE"))
            .channel(WorkspaceChannel.open(APPROVALS.channel(), "approvals", "U0MIRA", "U0GUEST"))
            .start();
    adapter = adapter(settings(), patience, SOON);
  }

  final SlackAdapter adapter(SlackSettings settings, Duration patience, SocketPatience pauses) {
    return new SlackAdapter(settings, clock, metrics, patience, Duration.ofMillis(1), pauses);
  }

  @BeforeEach
  final void start() throws Exception {
    switch (way) {
      case REQUESTS -> serve();
      case SOCKET -> {
        SlackSockets sockets = slack.socketMode();
        adapter.listen(desks(), new Random(1));
        assertThat(sockets.await(1, AT_MOST)).isTrue();
      }
    }
  }

  private void serve() throws Exception {
    var connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    var context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(adapter.servlet(desks())), "/slack/interactions");
    server.setHandler(context);
    server.start();
    URI url = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/slack/interactions");
    slack.connect(url, url);
  }

  @AfterEach
  final void stop() throws Exception {
    server.stop();
    adapter.close();
    slack.close();
  }

  /// Slack shows everybody the same card.
  final ChatDesks desks() {
    return new ChatDesks(
        new ChatDesks.CardDesks(
            desk,
            (_, _, _, _) -> {
              throw new AssertionError("Slack has no cards for one person");
            },
            edits,
            interventions,
            look -> details.get().look(look),
            (presser, button, id, _) -> forged.add(presser.user() + " " + button + " " + id)),
        new ChatDesks.QuestionDesks(
            queue,
            homes,
            asker -> batches.get().gather(asker),
            (_, id) -> "more time for [" + id + "]",
            (_, id, _) -> "a problem with [" + id + "]",
            new MuteDesk() {
              @Override
              public Reply mute(Asker asker, String agreement) {
                return new Reply.Words("quiet for " + asker.account().user());
              }

              @Override
              public Reply unmute(Asker asker, String agreement) {
                return new Reply.Words("quiet no more for " + asker.account().user());
              }
            },
            LinkDesk.CLOSED),
        new ChatDesks.DeploymentDesks(
            places, FreezeDesk.CLOSED, sheets, UnknownCommandDesk.CLOSED));
  }

  final SlackSettings settings() {
    return new SlackSettings(
        switch (way) {
          case REQUESTS -> new Requests(new Secret(slack.signingSecret()));
          case SOCKET -> new Socket(new Secret(slack.appToken()));
        },
        new Secret(slack.botToken()),
        Workspace.TEAM_ID,
        Workspace.APP_ID,
        slack.apiUrl(),
        Set.of(slack.baseUrl()));
  }

  /// Posts the card and answers the message's name.
  final String post(RenderedCard card) {
    return switch (adapter.channel().post(APPROVALS, card, DrawnCard.tokens(card))) {
      case Sent.Shown(String messageId) -> messageId;
      case Sent.Later later -> throw new AssertionError(later);
      case Sent.Refused refused -> throw new AssertionError(refused);
    };
  }
}
