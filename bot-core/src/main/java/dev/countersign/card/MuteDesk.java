package dev.countersign.card;

/// Where adapters take that a person wants quiet for a while: no digest, and no reminder that names
/// them, but of what is critical. Cards come all the same, and so does the one call to whoever
/// comes to be asked.
///
/// Throws [UnavailableException] when the ledger cannot answer.
public interface MuteDesk {

  /// Until when they are muted now.
  ///
  /// @param agreement what the pressed button carries; words, and a press on a button that this
  ///   asker was not shown lately, change nothing and show what it would do
  Reply mute(Asker asker, String agreement);

  /// That they are muted no more.
  ///
  /// @param agreement as above, but that words need none
  Reply unmute(Asker asker, String agreement);
}
