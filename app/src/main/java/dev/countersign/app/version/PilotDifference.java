package dev.countersign.app.version;

import dev.countersign.policy.Pilot;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// What another pilot changes. Where less is gated, something may happen beside the gate that it
/// held up before, so that is looser. What comes into the pilot follows rules that were compared as
/// if everything were gated.
final class PilotDifference {
  private PilotDifference() {}

  static Stream<Change> between(Optional<Pilot> before, Optional<Pilot> after) {
    if (before.isPresent() && after.isPresent()) {
      return Stream.of(
              named("agent", before.get(), after.get(), Pilot::agents),
              named("group", before.get(), after.get(), Pilot::groups),
              named("rule", before.get(), after.get(), Pilot::rules))
          .flatMap(each -> each);
    }
    if (before.isPresent()) {
      return Stream.of(Change.other("pilot removed: everything is gated"));
    }
    return after.stream()
        .map(pilot ->
            Change.looser(
                "pilot added: only agents %s, groups %s and rules %s are gated, everything else is only observed"
                    .formatted(
                        sorted(pilot.agents()), sorted(pilot.groups()), sorted(pilot.rules()))));
  }

  private static <T> Stream<Change> named(
      String what, Pilot before, Pilot after, Function<Pilot, Set<T>> of) {
    return Stream.concat(
        NamedParts.added(of.apply(after), of.apply(before), Object::toString)
            .map(name -> Change.looser("pilot: " + what + " " + name + " is no longer gated")),
        NamedParts.added(of.apply(before), of.apply(after), Object::toString)
            .map(name -> Change.other("pilot: " + what + " " + name + " is gated")));
  }

  private static String sorted(Set<?> names) {
    return names.stream().map(Object::toString).sorted().toList().toString();
  }
}
