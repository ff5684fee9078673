package dev.countersign.proof;

import dev.countersign.audit.DeploymentEntry;
import dev.countersign.json.Digest;
import dev.countersign.people.People;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// All that is stored of the deployment itself, unchecked.
///
/// @param entries in the order of their numbers, gaps included
/// @param imports in the order of their versions
/// @param rows the people that the rows beside the imports spell; empty when they do not read
public record DeploymentEvidence(
    List<DeploymentEntry> entries,
    List<ImportRow> imports,
    Optional<People> rows,
    Register register) {
  public DeploymentEvidence {
    entries = List.copyOf(entries);
    imports = List.copyOf(imports);
  }

  /// One import.
  ///
  /// @param text canonical, see `PeopleText`
  /// @param entry the number of the entry that tells its digest
  @SuppressWarnings("ArrayRecordComponent") // bytes as they are stored; nobody compares these rows
  public record ImportRow(int version, byte[] text, int entry) {
    public ImportRow {
      text = text.clone();
    }
  }

  /// The rows of what else the entries tell.
  ///
  /// @param files by kind, in the order of their numbers
  /// @param texts the kept bytes of files
  public record Register(
      List<KeyRow> keys,
      List<FileRow> files,
      List<TextRow> texts,
      List<EpochRow> epochs,
      List<ReleaseRow> releases,
      List<AgentKeyRow> agentKeys,
      List<FreezeRow> freezes,
      List<PasskeyRow> passkeys) {
    public Register {
      keys = List.copyOf(keys);
      files = List.copyOf(files);
      texts = List.copyOf(texts);
      epochs = List.copyOf(epochs);
      releases = List.copyOf(releases);
      agentKeys = List.copyOf(agentKeys);
      freezes = List.copyOf(freezes);
      passkeys = List.copyOf(passkeys);
    }
  }

  /// A key that a replica has started with.
  public record KeyRow(String kid, String purpose, String fingerprint, boolean revoked) {}

  /// A file that was current from some time on.
  ///
  /// @param number counted by kind, from 1
  /// @param entry the number of the entry that tells of it
  public record FileRow(String kind, int number, String digest, int entry) {}

  /// The kept bytes of a file.
  ///
  /// @param digest as the row says
  /// @param actual over the bytes that are stored
  public record TextRow(String kind, String digest, Digest actual) {}

  /// An epoch after the first, which every database begins with.
  ///
  /// @param place of the database, or that it is behind what was seen of it
  public record EpochRow(int number, String place, Instant began) {}

  /// What was held when an epoch began and may run now.
  public record ReleaseRow(String request, int epoch) {}

  /// A step of a freeze.
  ///
  /// @param entry the number of the entry that tells of it
  /// @param kind the type of that entry
  /// @param freeze the number of the entry that began it
  public record FreezeRow(int entry, String kind, int freeze) {}

  /// A step of a passkey.
  ///
  /// @param entry the number of the entry that tells of it
  /// @param kind the type of that entry
  /// @param passkey the number of the entry that enrolled it
  public record PasskeyRow(int entry, String kind, int passkey) {}

  /// What an agent's key is recognised by, and what it may do.
  ///
  /// @param key its public part
  /// @param secret digest of the stored hash; empty when the agent has no key yet
  public record AgentKeyRow(String key, Optional<Digest> secret, SortedSet<String> scopes) {}
}
