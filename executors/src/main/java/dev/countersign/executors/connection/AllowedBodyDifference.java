package dev.countersign.executors.connection;

import static dev.countersign.executors.connection.ConnectionsDifference.listed;

import dev.countersign.executors.connection.BodyRule.Field;
import dev.countersign.executors.connection.ConnectionsDifference.Change;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What other bodies of allowed calls change. Who lets fewer fields in, or requires more, opens
/// nothing; of other values nobody can tell.
final class AllowedBodyDifference {
  private static final String ROOT = "/";

  private AllowedBodyDifference() {}

  static Stream<Change> between(String at, List<AllowedCall> old, List<AllowedCall> now) {
    Map<String, List<AllowedBody>> before = byCall(old);
    Map<String, List<AllowedBody>> after = byCall(now);
    Stream<Change> kept =
        after.keySet().stream()
            .filter(before::containsKey)
            .flatMap(call ->
                bodies(
                    at + ", " + call,
                    Objects.requireNonNull(before.get(call)),
                    Objects.requireNonNull(after.get(call))));
    return Stream.concat(kept, uncovered(at, old, now));
  }

  /// Where another entry has some of the calls of one that goes, it alone says their bodies then.
  private static Stream<Change> uncovered(String at, List<AllowedCall> old, List<AllowedCall> now) {
    Set<String> kept = byCall(now).keySet();
    return old.stream()
        .filter(call -> !kept.contains(named(call)) && !(call.body() instanceof AllowedBody.Any))
        .filter(call -> now.stream().anyMatch(call::meets))
        .map(call ->
            new Change(
                at + ", " + named(call) + ": its body is what other entries of allow say", true))
        .distinct();
  }

  private static SortedMap<String, List<AllowedBody>> byCall(List<AllowedCall> calls) {
    return calls.stream()
        .collect(
            Collectors.groupingBy(
                AllowedBodyDifference::named,
                TreeMap::new,
                Collectors.mapping(AllowedCall::body, Collectors.toList())));
  }

  private static String named(AllowedCall call) {
    return call.method() + " " + call.path();
  }

  private static Stream<Change> bodies(String at, List<AllowedBody> old, List<AllowedBody> now) {
    if (old.equals(now)) {
      return Stream.empty();
    }
    return old.size() == 1 && now.size() == 1
        ? between(at, old.getFirst(), now.getFirst())
        : Stream.of(new Change(at + ": other bodies", true));
  }

  private static Stream<Change> between(String at, AllowedBody old, AllowedBody now) {
    if (old instanceof AllowedBody.OfJson before && now instanceof AllowedBody.OfJson after) {
      return fields(at, before.shape(), after.shape());
    }
    if (old instanceof AllowedBody.OfForm before && now instanceof AllowedBody.OfForm after) {
      return fields(at, before.fields(), after.fields());
    }
    String were = described(old);
    String are = described(now);
    return were.equals(are)
        ? Stream.empty()
        : Stream.of(
            new Change(
                at + ": body " + are + ", was " + were,
                !(old instanceof AllowedBody.Any) && !(now instanceof AllowedBody.Nothing)));
  }

  private static Stream<Change> fields(String at, BodyRule old, BodyRule now) {
    SortedMap<String, Place> before = places(old);
    SortedMap<String, Place> after = places(now);
    Stream<Change> changed =
        after.entrySet().stream()
            .filter(place -> before.containsKey(place.getKey()))
            .flatMap(place ->
                place(
                    at + ": body " + place.getKey(),
                    Objects.requireNonNull(before.get(place.getKey())),
                    place.getValue()));
    Stream<Change> freed =
        before.entrySet().stream()
            .filter(place -> !after.containsKey(place.getKey()) && isOpen(after, place.getKey()))
            .map(place -> new Change(at + ": body " + place.getKey() + " may be anything", true));
    return Stream.of(listed(at, "body", before.keySet(), after.keySet()), changed, freed)
        .flatMap(each -> each);
  }

  /// Whether something around this place has fields that are not listed.
  private static boolean isOpen(SortedMap<String, Place> places, String place) {
    return places.entrySet().stream()
        .anyMatch(around -> around.getValue().others() && isInside(place, around.getKey()));
  }

  private static boolean isInside(String place, String around) {
    return around.equals(ROOT) || place.startsWith(around + "/");
  }

  private static Stream<Change> place(String at, Place old, Place now) {
    return Stream.of(
            told(at + " may have others", !old.others() && now.others(), true),
            told(at + " has no others any more", old.others() && !now.others(), false),
            told(at + " may be missing", old.required() && !now.required(), true),
            told(at + " has to be there", !old.required() && now.required(), false),
            told(at + " may hold other values", !old.holds().equals(now.holds()), true))
        .flatMap(each -> each);
  }

  private static Stream<Change> told(String text, boolean is, boolean loosens) {
    return is ? Stream.of(new Change(text, loosens)) : Stream.empty();
  }

  /// @param holds what tells its values from others, without what stands inside of it
  private record Place(boolean required, boolean others, Object holds) {}

  private static SortedMap<String, Place> places(BodyRule shape) {
    var places = new TreeMap<String, Place>();
    collect(ROOT, new Field(shape, true, false), places);
    return places;
  }

  private static void collect(String at, Field field, SortedMap<String, Place> places) {
    UnaryOperator<String> below = name -> at.equals(ROOT) ? at + name : at + "/" + name;
    switch (field.rule()) {
      case BodyRule.Value value ->
          places.put(at, new Place(field.required(), false, List.of(value, field.nullable())));
      case BodyRule.Members members -> {
        places.put(
            at, new Place(field.required(), members.others(), List.of("object", field.nullable())));
        members.fields().forEach((name, inner) -> collect(below.apply(name), inner, places));
      }
      case BodyRule.Items items -> {
        places.put(
            at,
            new Place(
                field.required(),
                false,
                List.of("list", field.nullable(), items.least(), items.most())));
        collect(below.apply("[]"), items.of(), places);
      }
    }
  }

  /// What an entry of `allow` says of its body, in a few words.
  static String described(AllowedBody body) {
    return switch (body) {
      case AllowedBody.Any _ -> "anything";
      case AllowedBody.Nothing _ -> "none";
      case AllowedBody.OfJson json -> "JSON of " + names(json.shape());
      case AllowedBody.OfForm form -> "a form of " + names(form.fields());
    };
  }

  private static String names(BodyRule shape) {
    var names = new TreeSet<>(places(shape).keySet());
    names.remove(ROOT);
    return names.isEmpty() ? "no fields" : String.join(" ", names);
  }
}
