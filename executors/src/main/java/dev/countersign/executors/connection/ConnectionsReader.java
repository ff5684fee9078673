package dev.countersign.executors.connection;

import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.Environment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads `connections.yaml` as a tree: names to connections. Strict: an unknown key, kind or unit
/// is an error, and all errors come at once.
///
/// ```yaml
/// billing:
///   kind: http
///   base_url: https://api.billing.example
///   allow: [{method: POST, path: /v1/refunds}, {method: GET, path: "/v1/refunds/{id}"}]
///   headers: [Stripe-Version]            # optional: what an agent may set
///   query: [limit, "expand[]"]           # optional: the same for parameters of the query
///   credential: env:BILLING_TOKEN        # optional; or file:/run/secrets/billing
///   limits: {rate: 20/h, concurrency: 2, wait: 2s, connect: 5s, timeout: 10s, body: 64KiB, answer: 64KiB}
///   idempotency_header: Idempotency-Key  # optional
///   allow_private_addresses: false
/// ledger: {kind: advisory, environment: staging}   # where it differs from the deployment's
/// ```
public final class ConnectionsReader {
  static final int MAX_CONNECTIONS = 500;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  private static final Set<String> PLANNED = Set.of("sql", "smtp");

  private ConnectionsReader() {}

  public static ConnectionsResult read(JsonObject root) {
    var errors = new ArrayList<ConnectionError>();
    var connections = new ArrayList<Connection>();
    var environments = new HashMap<String, Environment>();
    var document = new Members(root, "", errors);
    if (root.members().size() > MAX_CONNECTIONS) {
      document.refuse("has more than " + MAX_CONNECTIONS + " connections");
    }
    for (String name : root.members().keySet()) {
      if (!NAME.matcher(name).matches()) {
        document.refuse(name, "is no name for a connection: a-z, 0-9, _ and -, at most 64");
      }
      Optional<Members> written = document.object(name);
      written
          .flatMap(ConnectionsReader::environment)
          .ifPresent(environment -> environments.put(name, environment));
      written.flatMap(body -> connection(name, body)).ifPresent(connections::add);
    }
    return errors.isEmpty()
        ? new ConnectionsResult.Read(Connections.of(connections).with(environments))
        : new ConnectionsResult.Invalid(errors);
  }

  private static Optional<Environment> environment(Members body) {
    return body.parsed(
        "environment",
        text -> WireName.parse(Environment.class, text),
        "production, staging, development or test");
  }

  private static Optional<Connection> connection(String name, Members body) {
    Optional<String> kind = body.text("kind");
    if (kind.isEmpty()) {
      body.refuseMissing("kind");
      return Optional.empty();
    }
    return switch (kind.get()) {
      case "http" -> HttpConnectionReader.read(name, body);
      case "advisory" -> {
        body.refuseOthers();
        yield Optional.of(new AdvisoryConnection(name));
      }
      case String other -> {
        body.refuse(
            "kind",
            PLANNED.contains(other)
                ? "\"" + other + "\" is not yet supported: use http or advisory"
                : "is neither http nor advisory");
        yield Optional.empty();
      }
    };
  }
}
