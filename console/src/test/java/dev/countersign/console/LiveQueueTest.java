package dev.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.SignIn;
import dev.countersign.ledger.WaitingMarks;
import dev.countersign.people.AccountId;
import dev.countersign.people.ConsoleRole;
import dev.countersign.people.People;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Pages that are told of changes, over real sockets.
class LiveQueueTest {
  private static final GroupName LEADS = new GroupName("leads");
  private static final GroupName OTHERS = new GroupName("others");

  private final Map<GroupName, String> marks = new ConcurrentHashMap<>();
  private final LiveQueue queue = new LiveQueue(read());
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final List<Socket> sockets = new ArrayList<>();

  private WaitingMarks read() {
    return groups ->
        groups.stream().collect(Collectors.toMap(one -> one, one -> marks.getOrDefault(one, "")));
  }

  /// Whoever asks is somebody of their own, or the person that the address names.
  @SuppressWarnings("serial")
  private final class Door extends HttpServlet {
    private final LivePage page =
        new LivePage(queue, new PeopleDirectory(new People(List.of(), List.of(), List.of())));

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      String who = request.getParameter("who");
      Person person =
          new Person(
              new PersonId("p" + who),
              who,
              new TreeSet<>(),
              Set.of(new GroupName(request.getParameter("group"))),
              Set.of());
      AccountId account = new AccountId(Surface.CONSOLE, "https://issuer.example", who);
      page.show(
          new PageRequest(
              request,
              response,
              new PageAnswers(response, new Routes(List.of()), LivePage.PATH, Optional::empty),
              new Visitor(
                  "secret",
                  account,
                  new SignIn.Means.Issuer(),
                  Instant.EPOCH,
                  person,
                  Set.of(ConsoleRole.REVIEWER))));
    }
  }

  @BeforeEach
  void start() throws Exception {
    connector.setHost("127.0.0.1");
    connector.setAcceptQueueSize(LiveQueue.MOST_STREAMS + 10);
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.addServlet(new ServletHolder(new Door()), LivePage.PATH);
    server.setHandler(context);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    queue.close();
    server.stop();
  }

  private BufferedReader open(String who, GroupName group, String seen) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
    socket.setSoTimeout(20_000);
    sockets.add(socket);
    socket
        .getOutputStream()
        .write(
            ("GET /live?who="
                    + who
                    + "&group="
                    + group.value()
                    + "&seen="
                    + seen
                    + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /// Reads on to a line that has this in it; false when the stream ended before.
  private static boolean reads(BufferedReader stream, String words) throws IOException {
    for (String line = stream.readLine(); line != null; line = stream.readLine()) {
      if (line.contains(words)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aThousandOpenPagesKeepNoThreadEach() throws Exception {
    String seen = queue.seen(Set.of(LEADS));
    List<BufferedReader> streams = new ArrayList<>();
    for (int nth = 0; nth < 10; nth++) {
      streams.add(open("n" + nth, LEADS, seen));
      assertThat(reads(streams.getLast(), ":")).isTrue();
    }
    int before = ManagementFactory.getThreadMXBean().getThreadCount();
    for (int nth = 10; nth < LiveQueue.MOST_STREAMS; nth++) {
      streams.add(open("n" + nth, LEADS, seen));
      assertThat(reads(streams.getLast(), ":")).isTrue();
    }

    assertThat(queue.open()).isEqualTo(LiveQueue.MOST_STREAMS);
    assertThat(ManagementFactory.getThreadMXBean().getThreadCount())
        .as("threads, of which the server starts a few for requests that come at once")
        .isLessThan(before + 20);
    assertThat(reads(open("late", LEADS, seen), "503")).as("one too many").isTrue();
    marks.put(LEADS, "another");
    queue.look();
    for (BufferedReader stream : streams) {
      assertThat(reads(stream, "event: changed")).isTrue();
    }
  }

  @Test
  void aPageIsToldOfItsOwnGroupsAndOfWhatChangedWhileItWasMade() throws Exception {
    String seen = queue.seen(Set.of(LEADS));
    marks.put(LEADS, "changed while the page was made");
    BufferedReader late = open("late", LEADS, seen);
    BufferedReader other = open("other", OTHERS, queue.seen(Set.of(OTHERS)));
    assertThat(reads(late, "event-stream")).isTrue();
    assertThat(reads(other, "event-stream")).isTrue();
    queue.look();

    assertThat(reads(late, "event: changed")).isTrue();
    sockets.getLast().setSoTimeout(200);
    try {
      assertThat(reads(other, "event: changed")).isFalse();
    } catch (SocketTimeoutException _) {
      // Nothing came, which is what it should be.
    }
  }

  @Test
  void nobodyTakesThePlacesOfAllAndWhoStopsEndsThem() throws Exception {
    List<BufferedReader> own = new ArrayList<>();
    for (int nth = 0; nth < LiveQueue.MOST_OF_ONE; nth++) {
      own.add(open("greedy", LEADS, ""));
      assertThat(reads(own.getLast(), "event-stream")).isTrue();
    }

    assertThat(reads(open("greedy", LEADS, ""), "503")).isTrue();
    assertThat(reads(open("modest", LEADS, ""), "event-stream")).isTrue();
    queue.close();
    for (BufferedReader stream : own) {
      assertThat(reads(stream, "no such line")).as("it ends").isFalse();
    }
    assertThat(queue.open()).isZero();
    assertThat(reads(open("modest", LEADS, ""), "503")).isTrue();
  }
}
