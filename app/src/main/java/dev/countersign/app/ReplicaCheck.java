package dev.countersign.app;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.config.Profile;
import dev.countersign.json.Digest;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.DeployedFile;
import dev.countersign.ledger.DeploymentRegister;
import dev.countersign.ledger.UnprovenFileException;
import dev.countersign.store.PostgresStore;
import dev.countersign.store.PostgresStore.PeopleImported;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether this replica is one of its deployment: it has the keys that the others sign with, and
/// the files that the database says are current.
final class ReplicaCheck {
  private static final Logger log = LoggerFactory.getLogger(ReplicaCheck.class);

  private final DeploymentRegister register;
  private final Map<DeployedFile, Digest> files = new EnumMap<>(DeployedFile.class);
  private volatile boolean current = true;

  private ReplicaCheck(DeploymentRegister register, Startup startup) {
    this.register = register;
    files.put(DeployedFile.POLICY, startup.files().policy());
    files.put(DeployedFile.CONNECTIONS, startup.files().connections());
  }

  /// A sandbox takes the files it is given; in production they are moved on by `deploy`, so that a
  /// replica that comes up with an old folder changes nothing.
  ///
  /// @throws OtherDeploymentException with everything that differs
  static ReplicaCheck join(Configuration settings, Startup startup, PostgresStore store) {
    ReplicaCheck replica = new ReplicaCheck(store.register(), startup);
    List<String> wrong = new ArrayList<>();
    replica
        .register
        .admit(startup.keys().facts())
        .ifPresent(why -> wrong.add(settings.files().keys() + ": " + why));
    // Which files are current is proven by the deployment's keys: with others nobody can tell.
    if (wrong.isEmpty()) {
      replica.files.forEach(
          (file, digest) -> replica.take(settings, file, digest).ifPresent(wrong::add));
    }
    if (!wrong.isEmpty()) {
      throw new OtherDeploymentException(wrong);
    }
    // Whoever looks for the bytes of this version later finds them in the database.
    startup.files().texts().forEach(store.versions()::keep);
    return replica;
  }

  private Optional<String> take(Configuration settings, DeployedFile file, Digest digest) {
    if (settings.profile() == Profile.SANDBOX) {
      register.deploy(file, digest);
      return Optional.empty();
    }
    Digest running;
    try {
      running = register.currentOr(file, digest);
    } catch (UnprovenFileException e) {
      return Optional.of(file.fileName() + ": " + e.getMessage() + ".");
    }
    return running.equals(digest)
        ? Optional.empty()
        : Optional.of(
            "%s is not the one that this deployment runs with: it has %s, and the database says %s. Give this replica the current file, or make this one current for all with countersign deploy."
                .formatted(file.fileName(), digest.abbreviated(), running.abbreviated()));
  }

  /// A start in production imports the first people of a deployment and no others: a replica with
  /// an old folder would undo what was revoked since, and whoever writes to one replica's disk
  /// would decide who approves. A sandbox takes the people it is given, but never goes back.
  ///
  /// @param importer a store of the role that may
  static void importPeople(Configuration settings, Startup startup, PostgresStore importer) {
    Digest file = startup.files().people();
    if (settings.profile() == Profile.SANDBOX) {
      if (importer.importPeople(startup.people(), false)
          instanceof PeopleImported.Former(int number)) {
        log.error(
            "people.yaml was NOT imported: these people ({}) were import {} and were replaced"
                + " since; the people in the database stay. Whoever means to go back runs"
                + " countersign people import --force.",
            file.abbreviated(),
            number);
      }
      return;
    }
    importer
        .foundPeople(startup.people())
        .ifPresent(current ->
            log.error(
                "people.yaml ({}) was NOT imported: the people of import {} are current, and they"
                    + " stay. Give this replica their file, or make this one current for all with"
                    + " countersign people import.",
                file.abbreviated(),
                current));
  }

  /// Looks whether the deployment has moved on.
  void look() {
    boolean now = true;
    for (Map.Entry<DeployedFile, Digest> file : files.entrySet()) {
      Digest running;
      try {
        running = register.currentOr(file.getKey(), file.getValue());
      } catch (UnprovenFileException e) {
        now = false;
        log.error("this replica executes nothing: {}", e.getMessage());
        continue;
      }
      if (!running.equals(file.getValue())) {
        now = false;
        log.error(
            "this replica runs with a {} ({}) that is no longer current ({}); it executes nothing"
                + " until it is restarted with the current one",
            file.getKey().fileName(),
            file.getValue().abbreviated(),
            running.abbreviated());
      }
    }
    current = now;
  }

  boolean isCurrent() {
    return current;
  }

  /// Leaves to replicas with the current files what they alone may judge.
  Deliveries whileCurrent(Deliveries deliveries) {
    return new Deliveries() {
      @Override
      public List<Delivery> claim(DeliveryKind kind, int most, Duration lease) {
        if (!current) {
          return List.of();
        }
        List<Delivery> claimed = deliveries.claim(kind, most, lease);
        if (claimed.isEmpty()) {
          return claimed;
        }
        // The ticker may have looked ten seconds ago, and by the former policy one of these could
        // be barred that the current one lets run.
        look();
        if (current) {
          return claimed;
        }
        claimed.forEach(delivery -> deliveries.keep(delivery, Duration.ZERO));
        return List.of();
      }

      @Override
      public void settle(Delivery delivery) {
        deliveries.settle(delivery);
      }

      @Override
      public boolean keep(Delivery delivery, Duration pause, Optional<NamedMessage> message) {
        return deliveries.keep(delivery, pause, message);
      }

      @Override
      public void postpone(Delivery delivery, Duration wait) {
        deliveries.postpone(delivery, wait);
      }

      @Override
      public boolean fail(Delivery delivery, Failure failure, Duration wait, int most) {
        return deliveries.fail(delivery, failure, wait, most);
      }
    };
  }
}
