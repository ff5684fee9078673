package dev.countersign.ledger;

import java.util.List;

/// The port to what was proposed, for those who look at very much of it and change nothing.
public interface ProposalHistory {

  /// A proposal as it is stored, whether or not it can be read.
  ///
  /// @param action canonical bytes, as they were frozen
  /// @param context canonical bytes, as they were frozen
  @SuppressWarnings("ArrayRecordComponent") // bytes as they are stored; nobody compares these rows
  record Stored(String id, String agent, String owner, byte[] action, byte[] context) {}

  /// Proposals in the order of their ids, which is that of time.
  ///
  /// @param after the last one that does not count; on the next page the last of this one
  /// @param before the first one that does not count any more
  /// @param most how many are answered
  List<Stored> page(String after, String before, int most);

  /// The rulings of the latest proposals, as they are stored, the newest first.
  ///
  /// @param after the last proposal that does not count
  /// @param most how many are answered
  List<byte[]> rulings(String after, int most);
}
