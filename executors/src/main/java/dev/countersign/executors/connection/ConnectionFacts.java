package dev.countersign.executors.connection;

import dev.countersign.json.WireName;
import dev.countersign.proposal.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What people are told of a connection: where it leads, what may be sent there, and how much.
/// Never a credential, whose user it is, or where it is kept.
public final class ConnectionFacts {
  /// Items of one list that are named; the others are counted.
  public static final int MOST_NAMED = 30;

  private final List<Fact> facts = new ArrayList<>();

  private ConnectionFacts() {}

  /// @param label in our own words
  /// @param text as the file spells it
  public record Fact(String label, String text) {}

  /// As the file spells it.
  public static String kind(Connection connection) {
    return switch (connection) {
      case HttpConnection _ -> "http";
      case SmtpConnection _ -> "smtp";
      case SlackConnection _ -> "slack";
      case TeamsConnection _ -> "teams";
      case SqlConnection _ -> "sql";
      case ExternalConnection _ -> "external";
      case AdvisoryConnection _ -> "advisory";
    };
  }

  public static List<Fact> of(Connection connection) {
    ConnectionFacts told = new ConnectionFacts();
    switch (connection) {
      case HttpConnection http -> told.http(http);
      case SmtpConnection smtp -> told.smtp(smtp);
      case SlackConnection slack -> told.slack(slack);
      case TeamsConnection teams -> told.teams(teams);
      case SqlConnection sql -> told.sql(sql);
      case ExternalConnection external -> told.external(external);
      case AdvisoryConnection _ ->
          told.say("Carried out", "elsewhere: it is approved here, and nothing is sent");
    }
    return List.copyOf(told.facts);
  }

  private void http(HttpConnection http) {
    say("Leads to", http.baseUrl().toString());
    list(
        "Calls",
        http.allow().stream().map(call -> call.method() + " " + call.path()).toList(),
        "none");
    list(
        "Any body",
        http.allow().stream()
            .filter(AllowedCall::takesAnyBody)
            .map(call -> call.method() + " " + call.path())
            .toList(),
        "no call: the fields of each body are listed");
    list("Headers of agents", sorted(http.names().headers()), "none");
    list("Query of agents", sorted(http.names().query()), "none");
    if (!http.records().isEmpty()) {
      records(http.records());
    }
    http.idempotencyHeader().ifPresent(header -> say("Repeated keys", "told in " + header));
    signsIn(http);
    http.check().ifPresent(call -> say("Tried by the check", call.toString()));
    limits(http.limits());
    looks(http.limits());
    network(http.network());
  }

  private void smtp(SmtpConnection smtp) {
    say("Leads to", smtp.host() + ":" + smtp.port() + ", tls " + WireName.of(smtp.encryption()));
    say("From", smtp.sender().address().toString());
    list("Domains of recipients", sorted(smtp.recipients().domains()), "none");
    say("Recipients", "at most " + smtp.recipients().most());
    list(
        "Formats",
        smtp.formats().stream().map(Message.Format::mediaType).sorted().toList(),
        "none");
    signsIn(smtp);
    limits(smtp.limits());
    network(smtp.network());
  }

  private void slack(SlackConnection slack) {
    say("Leads to", slack.baseUrl().toString());
    list("Channels", sorted(slack.channels()), "none");
    readers(slack.readers());
    signsIn(slack);
    limits(slack.limits());
    network(slack.network());
  }

  private void teams(TeamsConnection teams) {
    say("Leads to", teams.baseUrl().toString());
    say("Signs in at", teams.loginUrl() + ", as the app " + teams.appId());
    list("Channels", sorted(teams.channels()), "none");
    readers(teams.readers());
    signsIn(teams);
    limits(teams.limits());
    network(teams.network());
  }

  private void readers(AllowedReaders readers) {
    say(
        "Who may read along",
        switch (readers) {
          case INTERNAL -> "nobody of another organisation";
          case ANY -> "anybody who is there";
        });
  }

  private void sql(SqlConnection sql) {
    say("Leads to", sql.database().described("no TLS"));
    records(sql.records());
    signsIn(sql);
    limits(sql.limits());
    looks(sql.limits());
    network(sql.network());
  }

  private void records(Map<String, ? extends RecordType<?>> records) {
    list(
        "Records",
        new TreeMap<>(records)
            .entrySet().stream()
                .map(record ->
                    record.getKey()
                        + " ("
                        + record.getValue().allow().stream()
                            .map(WireName::of)
                            .sorted()
                            .collect(Collectors.joining(", "))
                        + " of "
                        + record.getValue().fields().size()
                        + (record.getValue().fields().size() == 1 ? " field)" : " fields)"))
                .toList(),
        "none");
  }

  private void external(ExternalConnection external) {
    say("Carried out by", external.executor().name() + ", an executor outside");
    list("Classes", external.classes().stream().map(WireName::of).sorted().toList(), "none");
    say("It signs with", keys(external.keys().size()));
    say("It reports within", external.executor().resultWithin().toString());
  }

  private static String keys(int number) {
    return number == 1 ? "one key" : number + " keys";
  }

  private void signsIn(Connection connection) {
    say("Credential", connection.credential().isPresent() ? "has one" : "none");
  }

  private void limits(Limits limits) {
    say(
        "Rate",
        limits
            .rate()
            .map(rate -> rate.sends() + " in " + rate.per().toSeconds() + " s, of all replicas")
            .orElse("as many as are approved"));
    say(
        "At once",
        limits.concurrency().isPresent()
            ? limits.concurrency().getAsInt() + ", of all replicas"
            : Limits.AT_ONCE + " in each process");
    say("Time", "at most " + limits.timeout().toSeconds() + " s for a send");
    say(
        "Size",
        "at most "
            + limits.bodyBytes()
            + " bytes out; of an answer "
            + limits.answerBytes()
            + " are read");
  }

  private void looks(Limits limits) {
    say(
        "Looks",
        limits.looks().sends()
            + " in "
            + limits.looks().per().toSeconds()
            + " s and "
            + limits.looksAtOnce()
            + " at once, of all replicas; for one agent "
            + limits.looksOfOneAgent()
            + " and one");
  }

  private void network(NetworkAccess network) {
    if (network.privateAddresses()) {
      say("Private networks", "allowed");
    }
    if (network.authorities().isPresent()) {
      say("Certificates", "of its own authorities alone");
    }
    network.proxy().ifPresent(proxy -> say("Proxy", proxy.host() + ":" + proxy.port()));
  }

  private void say(String label, String text) {
    facts.add(new Fact(label, text));
  }

  private void list(String label, List<String> items, String none) {
    String named = items.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    say(
        label,
        items.isEmpty()
            ? none
            : items.size() > MOST_NAMED
                ? named + " and " + (items.size() - MOST_NAMED) + " more"
                : named);
  }

  private static List<String> sorted(Collection<String> names) {
    return names.stream().sorted().toList();
  }
}
