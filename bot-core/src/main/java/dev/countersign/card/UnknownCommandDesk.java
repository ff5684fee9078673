package dev.countersign.card;

import java.util.Map;

/// Where adapters take that somebody asks in a chat for what was executed, and nobody knows whether
/// it happened. Answers are for the asker alone; what they may not see is not among them.
///
/// Throws [UnavailableException] when the ledger cannot answer.
public interface UnknownCommandDesk {
  /// Behind the word, for saying what happened.
  String SAY = "say";

  /// Nobody asks in a chat where there is no such desk.
  UnknownCommandDesk CLOSED =
      new UnknownCommandDesk() {
        @Override
        public Reply list(Asker asker, String after) {
          return new Reply.Words("Countersign has no such list here.");
        }

        @Override
        public Reply form(Asker asker, String id) {
          return list(asker, "");
        }

        @Override
        public SheetAnswer say(Asker asker, String rest, Map<String, String> typed) {
          return new SheetAnswer.Refused("closed", list(asker, "").text());
        }
      };

  /// Those that the asker may see, the newest first.
  ///
  /// @param after as typed: the request that the page goes on behind; anything else for the first
  Reply list(Asker asker, String after);

  /// The form in which a person says what they found, for whoever may and pressed a button for it.
  ///
  /// @param id as typed
  Reply form(Asker asker, String id);

  /// Takes that form.
  ///
  /// @param rest the request, and what the form carries
  /// @param typed by name of the field, as it was written
  SheetAnswer say(Asker asker, String rest, Map<String, String> typed);
}
