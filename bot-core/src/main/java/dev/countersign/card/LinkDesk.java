package dev.countersign.card;

/// Where adapters take what people ask about the accounts by which the gate knows them. Answers are
/// for the asker alone.
///
/// Throws [UnavailableException] when the ledger cannot answer.
public interface LinkDesk {

  /// Nobody links anything where there is no such desk.
  LinkDesk CLOSED =
      new LinkDesk() {
        private static final Reply NO = new Reply.Words("Countersign links no accounts here.");

        @Override
        public Reply code(Asker asker) {
          return NO;
        }

        @Override
        public Reply confirm(Asker asker, String code, String agreement) {
          return NO;
        }

        @Override
        public Reply unlink(Asker asker, String chat, String agreement) {
          return NO;
        }
      };

  /// A code for the asker's account, which no person has yet.
  Reply code(Asker asker);

  /// Whose account a code is for. Once its asker has seen that and pressed the button below it, the
  /// account is theirs.
  ///
  /// @param code as typed, or as the button has it
  /// @param agreement what that button carries, where it was pressed; otherwise empty
  Reply confirm(Asker asker, String code, String agreement);

  /// What the asker linked in chats, with a button for each; pressed, it is unlinked.
  ///
  /// @param chat as the button has it: `slack` or `teams`; without a button it counts for nothing
  /// @param agreement what that button carries: without it, or when it is old, a press shows the
  ///   accounts and their buttons
  Reply unlink(Asker asker, String chat, String agreement);
}
