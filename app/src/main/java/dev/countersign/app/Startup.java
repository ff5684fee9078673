package dev.countersign.app;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.config.Profile;
import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.GateFiles;
import dev.countersign.app.file.Reading;
import dev.countersign.app.keys.KeyFile;
import dev.countersign.app.keys.NativeSignatures;
import dev.countersign.executors.Connections;
import dev.countersign.people.People;
import dev.countersign.policy.Policy;
import dev.countersign.token.KeyRing;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// What a starting gate reads once, complete and checked.
public record Startup(Policy policy, People people, Connections connections, KeyRing keys) {

  /// All three files are read before anything is said about one, so that one start shows every
  /// mistake. Signing keys are made when there are none.
  public static Reading<Startup> read(Configuration settings) {
    Reading<Policy> policy = GateFiles.policy(settings.files().policy());
    Reading<People> people = GateFiles.people(settings.files().people(), settings.environment());
    Reading<Connections> connections = GateFiles.connections(settings.files().connections());
    List<FileProblem> problems =
        Stream.of(policy, people, connections).flatMap(r -> r.problems().stream()).toList();
    if (policy instanceof Reading.Read<Policy>(var rules)
        && people instanceof Reading.Read<People>(var known)
        && connections instanceof Reading.Read<Connections>(var destinations)) {
      KeyFile keys =
          new KeyFile(settings.files().keys(), new SecureRandom(), InstantSource.system());
      return new Reading.Read<>(
          new Startup(rules, known, destinations, NativeSignatures.on(ring(keys, settings))));
    }
    return new Reading.Unreadable<>(problems);
  }

  /// In production the replicas share one file, so a new release does not change it by itself.
  private static KeyRing ring(KeyFile keys, Configuration settings) {
    if (settings.profile() == Profile.SANDBOX && keys.exists()) {
      return keys.complete();
    }
    return keys.loadOrCreate();
  }
}
