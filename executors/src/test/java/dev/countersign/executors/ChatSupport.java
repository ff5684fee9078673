package dev.countersign.executors;

import dev.countersign.execution.Inadmissible;
import dev.countersign.executors.connection.Connections;
import dev.countersign.executors.connection.ConnectionsReader;
import dev.countersign.executors.connection.ConnectionsResult;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.credential.SetCredentials;
import dev.countersign.executors.sending.HostResolver;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.InMemorySendCounts;
import dev.countersign.proposal.Action;
import java.time.InstantSource;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;

/// The connection `support` of the tests that post in a chat, whichever it is.
public final class ChatSupport {
  public static final InstantSource CLOCK = InstantSource.fixed(Billing.NOW);

  private ChatSupport() {}

  /// @param written the file of connections
  public static Connections connections(String written) {
    return ((ConnectionsResult.Read) ConnectionsReader.read((JsonObject) Calls.json(written)))
        .connections();
  }

  /// Where it is kept by the name that the connection has for it.
  public static CredentialResolver credential(String value) {
    return SetCredentials.of(Map.of("SUPPORT", value));
  }

  public static ExecutorRegistry registry(Connections connections, CredentialResolver credentials) {
    return ExecutorRegistry.of(
        connections,
        new Outbound(
            credentials,
            HostResolver.ofSystem(),
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            CLOCK,
            new InMemorySendCounts(CLOCK)));
  }

  /// @param more further members of `proposed_changes`, with a leading comma
  public static Action message(
      String channel, String to, String content, String more, String preconditions) {
    String written =
        """
        {"class":"message","channel":"%s","to":[{"address":"%s"}],
          "body":{"media_type":"text/plain","content":%s}%s}
        """
            .formatted(channel, to, CanonicalJson.text(Json.of(content)), more);
    return Calls.action("support", written, preconditions);
  }

  public static String code(ExecutorRegistry registry, Action action) {
    return registry.check(action).map(Inadmissible::code).orElse("none");
  }
}
