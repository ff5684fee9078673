package dev.countersign.executors.connection;

import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.json.WireName;
import dev.countersign.proposal.Message;
import dev.countersign.token.ExecutorKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What other connections change. Of a credential only where it is kept is said, never its value;
/// another one may open more, so it counts as looser.
public final class ConnectionsDifference {
  private ConnectionsDifference() {}

  /// One thing that differs.
  ///
  /// @param text as the file spells it
  /// @param loosens whether more can be reached or sent than before; also where nobody can tell
  public record Change(String text, boolean loosens) {}

  /// @param before in the same deployment as `after`
  public static List<Change> between(Connections before, Connections after) {
    Set<String> names = new TreeSet<>(before.byName().keySet());
    names.addAll(after.byName().keySet());
    return names.stream().flatMap(name -> between(name, before, after)).toList();
  }

  private static Stream<Change> between(String name, Connections before, Connections after) {
    Optional<Connection> old = before.find(name);
    Optional<Connection> now = after.find(name);
    if (old.isEmpty()) {
      return now.stream()
          .map(each -> new Change(named(each) + " added: " + destination(each), true));
    }
    return now.isEmpty()
        ? old.stream().map(each -> new Change(named(each) + " removed", false))
        : Stream.of(
                changed(old.get(), now.get()),
                environment(name, before, after),
                catalogue(name, before, after))
            .flatMap(each -> each);
  }

  private static Stream<Change> changed(Connection old, Connection now) {
    if (old instanceof HttpConnection before && now instanceof HttpConnection after) {
      return http(named(now), before, after);
    }
    if (old instanceof SmtpConnection before && now instanceof SmtpConnection after) {
      return smtp(named(now), before, after);
    }
    if (old instanceof SlackConnection before && now instanceof SlackConnection after) {
      return slack(named(now), before, after);
    }
    if (old instanceof TeamsConnection before && now instanceof TeamsConnection after) {
      return teams(named(now), before, after);
    }
    if (old instanceof SqlConnection before && now instanceof SqlConnection after) {
      return sql(named(now), before, after);
    }
    if (old instanceof ExternalConnection before && now instanceof ExternalConnection after) {
      return external(named(now), before, after);
    }
    return old.equals(now)
        ? Stream.empty()
        : Stream.of(
            new Change(
                named(now) + ": " + destination(now) + ", was " + destination(old),
                !(now instanceof AdvisoryConnection)));
  }

  private static Stream<Change> http(String at, HttpConnection old, HttpConnection now) {
    return Stream.of(
            value(at, "base_url", old.baseUrl().toString(), now.baseUrl().toString(), true),
            listed(at, "allow", calls(old.allow()), calls(now.allow())),
            AllowedBodyDifference.between(at, old.allow(), now.allow()),
            listed(at, "headers", old.names().headers(), now.names().headers()),
            listed(at, "query", old.names().query(), now.names().query()),
            RecordResourceDifference.between(at, old.records(), now.records()),
            optional(at, "credential", old.credential(), now.credential(), true),
            optional(
                at,
                "idempotency_header",
                old.idempotencyHeader(),
                now.idempotencyHeader(),
                old.idempotencyHeader().isPresent()),
            optional(at, "check", old.check(), now.check(), false),
            network(at, old.network(), now.network()),
            limits(at + ", limits", old.limits(), now.limits()),
            looks(at + ", limits", old.limits(), now.limits()))
        .flatMap(each -> each);
  }

  private static Stream<Change> smtp(String at, SmtpConnection old, SmtpConnection now) {
    return Stream.of(
            value(at, "server", server(old), server(now), true),
            optional(at, "user", old.user(), now.user(), true),
            optional(at, "credential", old.credential(), now.credential(), true),
            value(
                at,
                "from",
                old.sender().address().toString(),
                now.sender().address().toString(),
                true),
            optional(at, "from_name", old.sender().name(), now.sender().name(), true),
            optional(at, "reply_to", old.sender().replyTo(), now.sender().replyTo(), true),
            listed(
                at, "recipients.domains", old.recipients().domains(), now.recipients().domains()),
            number(at, "recipients.most", old.recipients().most(), now.recipients().most()),
            listed(at, "media_types", mediaTypes(old), mediaTypes(now)),
            dryRun(at, old.rehearses(), now.rehearses()),
            attachments(at, old.attachments(), now.attachments()),
            network(at, old.network(), now.network()),
            limits(at + ", limits", old.limits(), now.limits()))
        .flatMap(each -> each);
  }

  private static Stream<Change> attachments(
      String at, Optional<AllowedAttachments> old, Optional<AllowedAttachments> now) {
    return Stream.of(
            number(
                at,
                "attachments.most",
                old.map(AllowedAttachments::most).orElse(0),
                now.map(AllowedAttachments::most).orElse(0)),
            number(
                at,
                "attachments.size",
                old.map(AllowedAttachments::bytes).orElse(0),
                now.map(AllowedAttachments::bytes).orElse(0)),
            listed(
                at,
                "attachments.media_types",
                old.map(AllowedAttachments::mediaTypes).orElse(Set.of()),
                now.map(AllowedAttachments::mediaTypes).orElse(Set.of())))
        .flatMap(each -> each);
  }

  private static Stream<Change> slack(String at, SlackConnection old, SlackConnection now) {
    return Stream.of(
            value(at, "base_url", old.baseUrl().toString(), now.baseUrl().toString(), true),
            listed(at, "channels", old.channels(), now.channels()),
            audience(at, old.readers(), now.readers()),
            dryRun(at, old.rehearses(), now.rehearses()),
            optional(at, "credential", old.credential(), now.credential(), true),
            network(at, old.network(), now.network()),
            limits(at + ", limits", old.limits(), now.limits()))
        .flatMap(each -> each);
  }

  private static Stream<Change> teams(String at, TeamsConnection old, TeamsConnection now) {
    return Stream.of(
            value(at, "base_url", old.baseUrl().toString(), now.baseUrl().toString(), true),
            value(at, "login_url", old.loginUrl().toString(), now.loginUrl().toString(), true),
            value(at, "tenant", old.tenant(), now.tenant(), true),
            value(at, "app_id", old.appId(), now.appId(), true),
            listed(at, "channels", old.channels(), now.channels()),
            audience(at, old.readers(), now.readers()),
            dryRun(at, old.rehearses(), now.rehearses()),
            optional(at, "credential", old.credential(), now.credential(), true),
            network(at, old.network(), now.network()),
            limits(at + ", limits", old.limits(), now.limits()))
        .flatMap(each -> each);
  }

  private static Stream<Change> sql(String at, SqlConnection old, SqlConnection now) {
    return Stream.of(
            value(at, "server", server(old), server(now), true),
            value(at, "user", old.user(), now.user(), true),
            optional(at, "credential", old.credential(), now.credential(), true),
            records(at, old.records(), now.records()),
            verify(at, old.verifies(), now.verifies()),
            dryRun(at, old.rehearses(), now.rehearses()),
            network(at, old.network(), now.network()),
            limits(at + ", limits", old.limits(), now.limits()),
            looks(at + ", limits", old.limits(), now.limits()))
        .flatMap(each -> each);
  }

  /// Looking opens nothing; not looking any more hides what went wrong.
  static Stream<Change> verify(String at, boolean old, boolean now) {
    return value(at, "verify", Boolean.toString(old), Boolean.toString(now), old);
  }

  private static Stream<Change> audience(String at, AllowedReaders old, AllowedReaders now) {
    return value(at, "audience", WireName.of(old), WireName.of(now), now == AllowedReaders.ANY);
  }

  /// What agents call a dry run touches the target then.
  static Stream<Change> dryRun(String at, boolean old, boolean now) {
    return value(at, "dry_run", Boolean.toString(old), Boolean.toString(now), now);
  }

  private static Stream<Change> external(
      String at, ExternalConnection old, ExternalConnection now) {
    return Stream.of(
            value(at, "executor", old.executor().name(), now.executor().name(), true),
            listed(at, "public_keys", keys(old), keys(now)),
            listed(at, "classes", classes(old), classes(now)),
            listed(at, "tools", tools(old), tools(now)),
            value(
                at,
                "result_within",
                old.executor().resultWithin().toString(),
                now.executor().resultWithin().toString(),
                false))
        .flatMap(each -> each);
  }

  private static Set<String> keys(ExternalConnection external) {
    return external.keys().stream()
        .map(ExecutorKey::toString)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> tools(ExternalConnection external) {
    return external.tools().byServer().entrySet().stream()
        .flatMap(server ->
            server.getValue().entrySet().stream()
                .map(tool ->
                    server.getKey() + " " + tool.getKey() + " as " + tool.getValue().value()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> classes(ExternalConnection external) {
    return external.classes().stream().map(WireName::of).collect(Collectors.toUnmodifiableSet());
  }

  private static String server(SqlConnection sql) {
    return sql.database().described("without TLS");
  }

  private static Stream<Change> records(
      String at, Map<String, RecordTable> old, Map<String, RecordTable> now) {
    return Stream.concat(
        listed(at, "records", old.keySet(), now.keySet()),
        new TreeMap<>(now)
            .entrySet().stream()
                .filter(entry -> old.containsKey(entry.getKey()))
                .flatMap(entry ->
                    record(
                        at + ", record " + entry.getKey(),
                        Objects.requireNonNull(old.get(entry.getKey())),
                        entry.getValue())));
  }

  private static Stream<Change> record(String at, RecordTable old, RecordTable now) {
    return Stream.of(
            value(at, "table", old.table().toString(), now.table().toString(), true),
            value(at, "key", old.key(), now.key(), true),
            listed(at, "allow", operations(old), operations(now)),
            listed(at, "fields", old.fields().keySet(), now.fields().keySet()),
            now.fields().entrySet().stream()
                .filter(entry -> old.fields().containsKey(entry.getKey()))
                .filter(entry -> !entry.getValue().equals(old.fields().get(entry.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .map(field -> changed(at, field, old.fields().get(field), now.fields().get(field))),
            optional(at, "version", old.version(), now.version(), true),
            value(
                at,
                "raise_version",
                Boolean.toString(old.raisesVersion()),
                Boolean.toString(now.raisesVersion()),
                true),
            optional(at, "archive", old.archive(), now.archive(), true))
        .flatMap(each -> each);
  }

  private static Change changed(
      String at, String field, @Nullable FieldRule old, @Nullable FieldRule now) {
    String columns =
        old != null && now != null && !old.column().equals(now.column())
            ? "is column " + now.column() + ", was " + old.column()
            : "may hold other values";
    return new Change(at + ": field " + field + " " + columns, true);
  }

  private static Set<String> operations(RecordTable table) {
    return table.allow().stream().map(WireName::of).collect(Collectors.toUnmodifiableSet());
  }

  private static String server(SmtpConnection smtp) {
    return smtp.host() + ":" + smtp.port() + ", tls " + WireName.of(smtp.encryption());
  }

  private static Set<String> mediaTypes(SmtpConnection smtp) {
    return smtp.formats().stream()
        .map(Message.Format::mediaType)
        .collect(Collectors.toUnmodifiableSet());
  }

  static Stream<Change> optional(
      String at, String what, Optional<?> old, Optional<?> now, boolean looser) {
    return value(
        at,
        what,
        old.map(Object::toString).orElse("none"),
        now.map(Object::toString).orElse("none"),
        looser);
  }

  private static Stream<Change> network(String at, NetworkAccess old, NetworkAccess now) {
    return Stream.of(
            value(
                at,
                "allow_private_addresses",
                Boolean.toString(old.privateAddresses()),
                Boolean.toString(now.privateAddresses()),
                now.privateAddresses()),
            optional(at, "ca", old.authorities(), now.authorities(), true),
            optional(at, "proxy", old.proxy(), now.proxy(), true),
            optional(at, "proxy_credential", signIn(old), signIn(now), false))
        .flatMap(each -> each);
  }

  private static Optional<CredentialReference> signIn(NetworkAccess network) {
    return network.proxy().flatMap(EgressProxy::credential);
  }

  private static Stream<Change> limits(String at, Limits old, Limits now) {
    return Stream.of(
            value(at, "rate", text(old.rate()), text(now.rate()), isFaster(old.rate(), now.rate())),
            value(
                at,
                "concurrency",
                text(old.concurrency()),
                text(now.concurrency()),
                isMore(old.concurrency(), now.concurrency())),
            number(at, "body", old.bodyBytes(), now.bodyBytes()),
            number(at, "answer", old.answerBytes(), now.answerBytes()),
            value(at, "wait", old.slotWait().toString(), now.slotWait().toString(), false),
            value(at, "connect", old.connect().toString(), now.connect().toString(), false),
            value(at, "timeout", old.timeout().toString(), now.timeout().toString(), false))
        .flatMap(each -> each);
  }

  private static Stream<Change> looks(String at, Limits old, Limits now) {
    Optional<Rate> before = Optional.of(old.looks());
    Optional<Rate> after = Optional.of(now.looks());
    return Stream.concat(
        value(at, "looks", text(before), text(after), isFaster(before, after)),
        number(at, "looks_at_once", old.looksAtOnce(), now.looksAtOnce()));
  }

  /// Where windows differ nobody can tell by comparing.
  private static boolean isFaster(Optional<Rate> old, Optional<Rate> now) {
    return old.isPresent()
        && now.filter(
                rate -> rate.per().equals(old.get().per()) && rate.sends() <= old.get().sends())
            .isEmpty();
  }

  /// A bound of all replicas is lower than the same one, or none, of each.
  private static boolean isMore(OptionalInt old, OptionalInt now) {
    return old.isEmpty()
        ? now.orElse(Limits.AT_ONCE) > Limits.AT_ONCE
        : now.isEmpty() || now.getAsInt() > old.getAsInt();
  }

  private static String text(OptionalInt atOnce) {
    return atOnce.isPresent()
        ? Integer.toString(atOnce.getAsInt())
        : Limits.AT_ONCE + " in each process";
  }

  private static String text(Optional<Rate> rate) {
    return rate.map(each -> each.sends() + " in " + each.per()).orElse("none");
  }

  private static Stream<Change> number(String at, String what, int old, int now) {
    return value(at, what, Integer.toString(old), Integer.toString(now), now > old);
  }

  static Stream<Change> value(String at, String what, String old, String now, boolean looser) {
    return old.equals(now)
        ? Stream.empty()
        : Stream.of(new Change("%s: %s %s, was %s".formatted(at, what, now, old), looser));
  }

  static Stream<Change> listed(String at, String list, Set<String> old, Set<String> now) {
    return Stream.concat(
        now.stream()
            .filter(item -> !old.contains(item))
            .sorted()
            .map(item -> new Change("%s: %s adds %s".formatted(at, list, item), true)),
        old.stream()
            .filter(item -> !now.contains(item))
            .sorted()
            .map(item -> new Change("%s: %s drops %s".formatted(at, list, item), false)));
  }

  private static Set<String> calls(List<AllowedCall> allow) {
    return allow.stream()
        .map(call ->
            call.method()
                + " "
                + call.path()
                + call.verify().map(path -> " and then GET " + path).orElse("")
                + call.dryRun().map(path -> ", of a dry run " + path).orElse(""))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Rules ask for the environment.
  private static Stream<Change> environment(String name, Connections before, Connections after) {
    return value(
        "connection " + name,
        "environment",
        WireName.of(before.environment(name)),
        WireName.of(after.environment(name)),
        true);
  }

  /// People decide by what an action reads as, so another reading may let more pass.
  private static Stream<Change> catalogue(String name, Connections before, Connections after) {
    Map<String, CatalogueEntry> old = byOperation(before, name);
    Map<String, CatalogueEntry> now = byOperation(after, name);
    String at = "connection " + name;
    return Stream.concat(
        listed(at, "operations", old.keySet(), now.keySet()),
        now.entrySet().stream()
            .filter(entry -> old.containsKey(entry.getKey()))
            .filter(entry -> !entry.getValue().equals(old.get(entry.getKey())))
            .map(entry ->
                new Change(at + ": operations: " + entry.getKey() + " reads otherwise", true)));
  }

  private static Map<String, CatalogueEntry> byOperation(Connections all, String name) {
    return all.catalogues().getOrDefault(name, List.of()).stream()
        .collect(
            Collectors.toMap(
                entry -> entry.operation().name(), entry -> entry, (a, _) -> a, TreeMap::new));
  }

  private static String named(Connection connection) {
    return "connection " + connection.name();
  }

  private static String destination(Connection connection) {
    return switch (connection) {
      case HttpConnection http ->
          http.baseUrl()
              + ", "
              + String.join(", ", calls(http.allow()).stream().sorted().toList())
              + http.records().entrySet().stream()
                  .map(record -> ", " + record.getKey() + " at " + record.getValue().path())
                  .sorted()
                  .collect(Collectors.joining());
      case SmtpConnection smtp ->
          server(smtp)
              + ", from "
              + smtp.sender().address()
              + " to "
              + String.join(", ", smtp.recipients().domains().stream().sorted().toList());
      case SlackConnection slack ->
          slack.baseUrl() + ", " + String.join(", ", slack.channels().stream().sorted().toList());
      case TeamsConnection teams ->
          teams.baseUrl() + ", " + String.join(", ", teams.channels().stream().sorted().toList());
      case SqlConnection sql ->
          server(sql) + ", " + String.join(", ", sql.records().keySet().stream().sorted().toList());
      case ExternalConnection external ->
          "executor "
              + external.executor().name()
              + ", "
              + String.join(", ", classes(external).stream().sorted().toList());
      case AdvisoryConnection _ -> "advisory";
    };
  }
}
