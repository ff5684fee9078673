package dev.countersign.executors.connection;

import static dev.countersign.executors.connection.ConnectionsDifference.dryRun;
import static dev.countersign.executors.connection.ConnectionsDifference.listed;
import static dev.countersign.executors.connection.ConnectionsDifference.optional;
import static dev.countersign.executors.connection.ConnectionsDifference.value;
import static dev.countersign.executors.connection.ConnectionsDifference.verify;

import dev.countersign.executors.connection.ConnectionsDifference.Change;
import dev.countersign.json.WireName;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What other types of record of a service change.
final class RecordResourceDifference {
  private RecordResourceDifference() {}

  static Stream<Change> between(
      String at, Map<String, RecordResource> old, Map<String, RecordResource> now) {
    return Stream.concat(
        listed(at, "records", old.keySet(), now.keySet()),
        new TreeMap<>(now)
            .entrySet().stream()
                .filter(entry -> old.containsKey(entry.getKey()))
                .flatMap(entry ->
                    between(
                        at + ", record " + entry.getKey(),
                        Objects.requireNonNull(old.get(entry.getKey())),
                        entry.getValue())));
  }

  private static Stream<Change> between(String at, RecordResource old, RecordResource now) {
    return Stream.of(
            value(at, "path", old.path().toString(), now.path().toString(), true),
            value(at, "key", old.key().at(), now.key().at(), true),
            old.key().value().equals(now.key().value())
                ? Stream.<Change>empty()
                : Stream.of(new Change(at + ": there are other keys", true)),
            listed(at, "allow", operations(old), operations(now)),
            listed(at, "fields", old.fields().keySet(), now.fields().keySet()),
            now.fields().keySet().stream()
                .filter(old.fields()::containsKey)
                .sorted()
                .flatMap(name ->
                    field(
                        at + ": field " + name,
                        Objects.requireNonNull(old.fields().get(name)),
                        Objects.requireNonNull(now.fields().get(name)))),
            value(at, "patch", old.patch().toString(), now.patch().toString(), true),
            optional(at, "version", old.version(), now.version(), true),
            optional(
                at,
                "create",
                old.create().map(PathTemplate::toString),
                now.create().map(PathTemplate::toString),
                true),
            old.archive().equals(now.archive())
                ? Stream.<Change>empty()
                : Stream.of(new Change(at + ": it is archived otherwise", true)),
            verify(at, old.verifies(), now.verifies()),
            dryRun(at, old.rehearses(), now.rehearses()))
        .flatMap(each -> each);
  }

  private static Stream<Change> field(String at, MemberRule old, MemberRule now) {
    if (old.equals(now)) {
      return Stream.empty();
    }
    return Stream.of(
        new Change(
            old.at().equals(now.at())
                ? at + " may hold other values"
                : at + " is at " + now.at() + ", was " + old.at(),
            true));
  }

  private static Set<String> operations(RecordResource type) {
    return type.allow().stream().map(WireName::of).collect(Collectors.toUnmodifiableSet());
  }
}
