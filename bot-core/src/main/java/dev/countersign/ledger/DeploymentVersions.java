package dev.countersign.ledger;

import dev.countersign.json.Digest;
import dev.countersign.proposal.ProposalId;
import java.util.List;
import java.util.Optional;

/// The port to the versions of a deployment: what is in force, what was, and the bytes of each
/// file. Every step is sealed in the deployment's chain, in the transaction of its rows.
public interface DeploymentVersions {

  /// What is in force; empty before the first start and the first deploy.
  ///
  /// @throws UnprovenFileException when a row says so that no genuine entry tells of
  Optional<DeployedVersion> current();

  /// What is in force and its number; empty as for [#current].
  ///
  /// @throws UnprovenFileException as for [#current]
  Optional<NumberedVersion> inForce();

  /// Keeps the bytes of a file, once.
  void keep(FileText text);

  /// The bytes of a file, as they were when it was kept; empty for one that was never kept, or of
  /// which other bytes are stored.
  Optional<FileText> text(DeployedFile file, Digest digest);

  /// Notes that another version is to be put in force once a second operator confirms it.
  ///
  /// @return whether what is in force is still what the change was made from; otherwise nothing was
  ///   noted
  boolean propose(VersionChange change);

  /// Puts a version in force.
  ///
  /// @return whether what is in force was still what the change was made from; otherwise nothing
  ///   was changed
  boolean deploy(VersionChange change);

  /// Notes that people with this digest are to be imported once a second operator confirms them.
  ///
  /// @param from the digest of the people in force
  void proposePeople(Digest digest, Optional<Digest> from, ChangeNote note);

  VersionHistory history();

  /// Ids of requests that wait for people, after `after`, in id order.
  List<ProposalId> pendingAfter(Optional<ProposalId> after, int most);
}
