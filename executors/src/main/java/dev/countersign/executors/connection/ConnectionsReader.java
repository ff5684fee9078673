package dev.countersign.executors.connection;

import dev.countersign.json.JsonForm;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.Environment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
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
///   operations: {…}                      # optional: see CatalogueReader
/// mail: {kind: smtp, …}                  # see SmtpConnectionReader
/// support: {kind: slack, …}              # see SlackConnectionReader
/// sales: {kind: teams, …}                # see TeamsConnectionReader
/// crm: {kind: sql, …}                    # see SqlConnectionReader
/// payouts: {kind: external, …}           # see ExternalConnectionReader
/// ledger: {kind: advisory, environment: staging}   # where it differs from the deployment's
/// ```
public final class ConnectionsReader {
  static final int MAX_CONNECTIONS = 500;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  private ConnectionsReader() {}

  public static ConnectionsResult read(JsonObject root) {
    var errors = new ArrayList<ConnectionError>();
    var connections = new ArrayList<Connection>();
    var environments = new HashMap<String, Environment>();
    var executors = new HashMap<String, ExternalConnection>();
    var catalogues = new HashMap<String, List<CatalogueEntry>>();
    var document =
        new JsonForm(
            root, "", (at, code, detail) -> errors.add(new ConnectionError(at, code, detail)));
    if (root.members().size() > MAX_CONNECTIONS) {
      errors.add(
          new ConnectionError(
              "", "too_many", "At most " + MAX_CONNECTIONS + " connections are accepted."));
    }
    for (String name : root.members().keySet()) {
      if (!NAME.matcher(name).matches()) {
        document.problem(
            name,
            "bad_name",
            "A connection is named in lower-case letters, digits, - and _, at most 64.");
      }
      Optional<JsonForm> written = document.object(name);
      written
          .flatMap(ConnectionsReader::environment)
          .ifPresent(environment -> environments.put(name, environment));
      written
          .map(CatalogueReader::read)
          .filter(entries -> !entries.isEmpty())
          .ifPresent(entries -> catalogues.put(name, entries));
      written.flatMap(body -> connection(name, body)).ifPresent(connections::add);
      if (!connections.isEmpty()
          && connections.getLast() instanceof ExternalConnection outside
          && outside.name().equals(name)
          && !ExternalConnectionReader.agrees(executors, outside)) {
        written
            .orElseThrow()
            .problem(
                "public_keys",
                "contradiction",
                "Another connection gives this executor other keys: an executor has the same"
                    + " everywhere.");
      }
    }
    return errors.isEmpty()
        ? new ConnectionsResult.Read(Connections.of(connections).with(environments, catalogues))
        : new ConnectionsResult.Invalid(errors);
  }

  private static Optional<Environment> environment(JsonForm body) {
    return body.parsed(
        "environment",
        text -> WireName.require(Environment.class, text),
        "unknown_environment",
        "This must be production, staging, development or test.");
  }

  private static Optional<Connection> connection(String name, JsonForm body) {
    body.require("kind");
    Optional<String> kind = body.text("kind");
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    return switch (kind.get()) {
      case "http" -> HttpConnectionReader.read(name, body);
      case "smtp" -> SmtpConnectionReader.read(name, body);
      case "slack" -> SlackConnectionReader.read(name, body);
      case "teams" -> TeamsConnectionReader.read(name, body);
      case "sql" -> SqlConnectionReader.read(name, body);
      case "external" -> ExternalConnectionReader.read(name, body);
      case "advisory" -> {
        body.close();
        yield Optional.of(new AdvisoryConnection(name));
      }
      default -> {
        body.problem(
            "kind",
            "unknown_kind",
            "This must be http, smtp, slack, teams, sql, external or advisory.");
        yield Optional.empty();
      }
    };
  }
}
