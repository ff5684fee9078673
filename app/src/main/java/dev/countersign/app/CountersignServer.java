package dev.countersign.app;

import dev.countersign.app.config.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running gate. Any number of them may share a database; each may die at any point.
public final class CountersignServer implements AutoCloseable {
  /// Where Slack sends its callbacks.
  public static final String SLACK_PATH = Chats.SLACK_PATH;

  /// Where the Bot Connector sends what happens in Teams.
  public static final String TEAMS_PATH = Chats.TEAMS_PATH;

  private static final Logger log = LoggerFactory.getLogger(CountersignServer.class);

  private final Wiring wiring;

  private CountersignServer(Wiring wiring) {
    this.wiring = wiring;
  }

  /// Opens the doors once everything behind them stands.
  ///
  /// @throws dev.countersign.ledger.LedgerUnavailableException when the database cannot be reached
  public static CountersignServer start(Configuration configuration, Startup startup) {
    return start(Wiring.of(configuration, startup), configuration, startup);
  }

  private static CountersignServer start(
      Wiring wiring, Configuration configuration, Startup startup) {
    CountersignServer server = new CountersignServer(wiring);
    try {
      server.wiring.start();
    } catch (RuntimeException e) {
      server.wiring.close();
      throw e;
    }
    log.info(
        "countersign is up as {} on port {}, chats on {}, management on {}, with policy {}",
        configuration.issuer(),
        server.port(),
        server.chatPort(),
        server.managementPort(),
        startup.policy().version().abbreviated());
    log.info(
        "{}",
        configuration
            .console()
            .map(pages ->
                "the console is at " + pages.address() + ", by the issuer " + pages.issuer())
            .orElse("there is no console: nothing is said of it in the settings"));
    return server;
  }

  /// As [#start], once every chat was asked whether it knows this gate; they are asked on while it
  /// runs.
  ///
  /// @throws ChatRefusedException when one says no
  public static CountersignServer startKnown(Configuration configuration, Startup startup) {
    Wiring wiring = Wiring.of(configuration, startup);
    try {
      wiring.greetChats();
    } catch (RuntimeException e) {
      wiring.close();
      throw e;
    }
    CountersignServer server = start(wiring, configuration, startup);
    wiring.watchChats();
    return server;
  }

  /// The port that was taken for agents.
  public int port() {
    return wiring.servers().agentPort();
  }

  /// The port that was taken for Slack and Teams.
  public int chatPort() {
    return wiring.servers().chatPort();
  }

  public int managementPort() {
    return wiring.servers().managementPort();
  }

  /// Shuts the doors, lets running work finish within its deadline, closes the pools.
  @Override
  public void close() {
    log.info("countersign is stopping");
    wiring.close();
    log.info("countersign has stopped");
  }
}
