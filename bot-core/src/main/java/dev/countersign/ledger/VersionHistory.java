package dev.countersign.ledger;

import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.SealVerdict;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was in force, and what was proposed, in the order of the deployment's chain. An entry that
/// no key of the deployment sealed after the one before it tells nothing.
///
/// @param events oldest first
/// @param unproven the numbers of entries that do not prove to be ours
public record VersionHistory(List<VersionEvent> events, List<Integer> unproven) {
  public VersionHistory {
    events = List.copyOf(events);
    unproven = List.copyOf(unproven);
  }

  /// @param entries the whole chain, in order
  public static VersionHistory of(List<DeploymentEntry> entries, EvidenceKeys keys) {
    List<VersionEvent> events = new ArrayList<>();
    List<Integer> unproven = new ArrayList<>();
    Map<DeployedFile, Digest> files = new EnumMap<>(DeployedFile.class);
    Digest before = DeploymentEntry.GENESIS;
    int last = 0;
    for (DeploymentEntry entry : entries) {
      if (entry.seq() == last + 1 && entry.verify(before, keys) == SealVerdict.GENUINE) {
        event(entry, files).ifPresent(events::add);
      } else {
        unproven.add(entry.seq());
      }
      before = entry.hash();
      last = entry.seq();
    }
    return new VersionHistory(events, unproven);
  }

  /// The proposal of this version, or of people with this digest, that can still be confirmed: the
  /// latest one, where nothing of its kind was put in force since.
  public Optional<VersionEvent> open(Digest digest, boolean ofPeople) {
    Optional<VersionEvent> open = Optional.empty();
    for (VersionEvent event : events) {
      if (event.isOfPeople() == ofPeople) {
        if (event.step() == VersionEvent.Step.IN_FORCE) {
          open = Optional.empty();
        } else if (event.digest().equals(digest)) {
          open = Optional.of(event);
        }
      }
    }
    return open;
  }

  /// A version that is or was in force.
  public Optional<DeployedVersion> deployed(Digest digest) {
    return events.stream()
        .filter(event -> event.step() == VersionEvent.Step.IN_FORCE)
        .filter(event -> event.digest().equals(digest))
        .flatMap(event -> event.version().stream())
        .findFirst();
  }

  private static Optional<VersionEvent> event(
      DeploymentEntry entry, Map<DeployedFile, Digest> files) {
    JsonObject document = entry.document();
    JsonObject data = document.object("data");
    return switch (document.text("type")) {
      case DeploymentFact.VERSION_PROPOSED ->
          Optional.of(ofFiles(entry, VersionEvent.Step.PROPOSED));
      case DeploymentFact.VERSION_DEPLOYED ->
          Optional.of(ofFiles(entry, VersionEvent.Step.IN_FORCE));
      case DeploymentFact.PEOPLE_PROPOSED ->
          Optional.of(ofPeople(entry, VersionEvent.Step.PROPOSED));
      case DeploymentFact.PEOPLE_IMPORTED,
          DeploymentFact.PEOPLE_LINKED,
          DeploymentFact.PEOPLE_UNLINKED ->
          Optional.of(ofPeople(entry, VersionEvent.Step.IN_FORCE));
      case DeploymentFact.FILE_DEPLOYED -> {
        files.put(file(data), new Digest(data.text("digest")));
        yield data.has("version") ? Optional.empty() : byItself(entry, files);
      }
      default -> Optional.empty();
    };
  }

  /// A file that an earlier release, or the first start, made current without naming a version.
  private static Optional<VersionEvent> byItself(
      DeploymentEntry entry, Map<DeployedFile, Digest> files) {
    Digest policy = files.get(DeployedFile.POLICY);
    Digest connections = files.get(DeployedFile.CONNECTIONS);
    if (policy == null || connections == null) {
      return Optional.empty();
    }
    DeployedVersion version = new DeployedVersion(policy, connections);
    return Optional.of(
        new VersionEvent(
            entry.seq(),
            entry.document().instant("at"),
            VersionEvent.Step.IN_FORCE,
            version.digest(),
            Optional.of(version),
            Optional.empty(),
            ChangeNote.NONE));
  }

  private static VersionEvent ofFiles(DeploymentEntry entry, VersionEvent.Step step) {
    JsonObject data = entry.document().object("data");
    DeployedVersion version =
        new DeployedVersion(new Digest(data.text("policy")), new Digest(data.text("connections")));
    return new VersionEvent(
        entry.seq(),
        entry.document().instant("at"),
        step,
        version.digest(),
        Optional.of(version),
        data.optionalText("from").map(Digest::new),
        ChangeNote.read(data));
  }

  private static VersionEvent ofPeople(DeploymentEntry entry, VersionEvent.Step step) {
    JsonObject data = entry.document().object("data");
    return new VersionEvent(
        entry.seq(),
        entry.document().instant("at"),
        step,
        new Digest(data.text("digest")),
        Optional.empty(),
        data.optionalText("from").map(Digest::new),
        ChangeNote.read(data));
  }

  private static DeployedFile file(JsonObject data) {
    return WireName.require(DeployedFile.class, data.text("file"));
  }
}
