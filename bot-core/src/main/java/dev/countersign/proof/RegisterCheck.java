package dev.countersign.proof;

import dev.countersign.audit.DeploymentFact;
import dev.countersign.json.JsonObject;
import dev.countersign.people.Agent;
import dev.countersign.people.PeopleText;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proof.DeploymentEvidence.AgentKeyRow;
import dev.countersign.proof.DeploymentEvidence.EpochRow;
import dev.countersign.proof.DeploymentEvidence.FileRow;
import dev.countersign.proof.DeploymentEvidence.KeyRow;
import dev.countersign.proof.DeploymentEvidence.Register;
import dev.countersign.proof.DeploymentEvidence.ReleaseRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The rows of keys, files, epochs, releases and agents' keys against the entries that tell of
/// them: whoever writes a row only, without a key to seal an entry, is found here.
final class RegisterCheck {
  private static final String UNTOLD = "no genuine entry tells of it";

  private final Set<KeyRow> keys = new LinkedHashSet<>();
  private final Set<FileRow> files = new LinkedHashSet<>();
  private final Map<String, Integer> filesOfKind = new HashMap<>();
  private final Set<EpochRow> epochs = new LinkedHashSet<>();
  private final Set<ReleaseRow> releases = new HashSet<>();
  private final Map<String, String> secrets = new HashMap<>();
  private final Map<String, Set<String>> scopes = new HashMap<>();
  private final VersionCheck versions = new VersionCheck();
  private final List<DeploymentDamage> damages = new ArrayList<>();
  private int epoch = 1;

  /// An agent that was not among the imported ones has lost what was set for its key.
  ///
  /// @param text of all people of a genuine import
  void imported(byte[] text) {
    if (!scopes.isEmpty()) {
      Set<String> here =
          PeopleText.read(text).agents().stream()
              .map(agent -> agent.key().value())
              .collect(Collectors.toSet());
      scopes.keySet().retainAll(here);
    }
  }

  /// What a genuine entry tells; to be called in the order of the entries.
  ///
  /// @param seq the number of the entry
  void tell(int seq, String type, JsonObject data) {
    switch (type) {
      case DeploymentFact.KEY_REGISTERED ->
          keys.add(
              new KeyRow(
                  data.text("key"),
                  data.text("purpose"),
                  data.text("fingerprint"),
                  data.bool("revoked")));
      case DeploymentFact.FILE_DEPLOYED -> {
        String kind = data.text("file");
        files.add(
            new FileRow(kind, filesOfKind.merge(kind, 1, Integer::sum), data.text("digest"), seq));
      }
      case DeploymentFact.FILE_KEPT,
          DeploymentFact.VERSION_PROPOSED,
          DeploymentFact.VERSION_DEPLOYED ->
          versions.tell(seq, type, data);
      case DeploymentFact.EPOCH_BEGUN, DeploymentFact.HOLD_BEGUN -> {
        epoch = Math.toIntExact(data.number("epoch"));
        epochs.add(new EpochRow(epoch, data.text("place"), data.instant("began")));
      }
      case DeploymentFact.EXECUTION_RELEASED ->
          releases.add(new ReleaseRow(data.text("request"), epoch));
      case DeploymentFact.AGENT_KEY_SET -> secrets.put(data.text("key"), data.text("secret"));
      case DeploymentFact.AGENT_SCOPES_SET ->
          scopes.put(data.text("key"), Set.copyOf(data.texts("scopes")));
      default -> {
        // No row says the same.
      }
    }
  }

  List<DeploymentDamage> check(Register stored) {
    compare(keys, stored.keys(), row -> "key " + row.kid());
    compare(files, stored.files(), row -> "file " + row.kind() + " " + row.number());
    compare(epochs, stored.epochs(), row -> "epoch " + row.number());
    stored.releases().stream()
        .filter(row -> !isTold(row))
        .forEach(row -> add("release of " + row.request(), Kind.CONTRADICTION, UNTOLD));
    stored.agentKeys().forEach(this::agentKey);
    damages.addAll(versions.check(stored.texts()));
    return List.copyOf(damages);
  }

  /// A row names the epoch that held it back; it is released in that one or in a later one.
  private boolean isTold(ReleaseRow row) {
    return releases.stream()
        .anyMatch(by -> by.request().equals(row.request()) && by.epoch() >= row.epoch());
  }

  private <T> void compare(Set<T> told, Collection<T> stored, Function<T, String> place) {
    Set<String> untold = new TreeSet<>();
    stored.stream().filter(row -> !told.contains(row)).map(place).forEach(untold::add);
    untold.forEach(where -> add(where, Kind.CONTRADICTION, UNTOLD));
    told.stream()
        .filter(row -> !stored.contains(row))
        .map(place)
        .filter(where -> !untold.contains(where))
        .forEach(where -> add(where, Kind.INCOMPLETE, "an entry tells of it, the row is missing"));
  }

  private void agentKey(AgentKeyRow row) {
    boolean secret =
        row.secret().isEmpty() || row.secret().get().value().equals(secrets.get(row.key()));
    boolean allowed = row.scopes().equals(scopes.getOrDefault(row.key(), Agent.DEFAULT_SCOPES));
    if (!secret) {
      add("agent key " + row.key(), Kind.ALTERED, "it is not the key that was set last");
    }
    if (!allowed) {
      add("agent key " + row.key(), Kind.ALTERED, "its scopes are not those that were set last");
    }
  }

  private void add(String place, Kind kind, String detail) {
    damages.add(new DeploymentDamage(place, kind, detail));
  }
}
