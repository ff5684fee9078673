package dev.countersign.card;

import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.proposal.Message;
import java.util.Optional;

/// Where adapters take that somebody who may decide a message edits its text instead. An edit
/// decides nothing for its editor: it asks everybody else anew.
///
/// Throws [UnavailableException] when the ledger cannot answer.
public interface EditDesk {
  /// UTF-16 units of a text that is edited in a chat; a form of Slack's takes no more.
  int LONGEST_TEXT = 3_000;

  /// UTF-16 units of a subject.
  int LONGEST_SUBJECT = 998;

  /// What every form says of itself.
  String NOTE =
      "Your text becomes the next revision, and others decide it: whoever edits a text does not approve it."
          + " Earlier approvals are void. Everything else of the message stays.";

  /// Whether a form holds the text of this message.
  static boolean fits(Message message) {
    return message.content().length() <= LONGEST_TEXT
        && message.subject().map(String::length).orElse(0) <= LONGEST_SUBJECT;
  }

  /// The text as it stands, for a form. Whoever may not edit it is told why, and the request notes
  /// it as it notes a refused press.
  Opened open(FormPress press);

  /// Puts a text in place of the one that waits, as a new revision.
  Answer edit(Edit edit);

  /// What somebody who wants to edit is shown.
  sealed interface Opened {
    /// @param subject empty where the message has none
    record Text(FormTopic about, Optional<String> subject, String text) implements Opened {
      /// Says nothing of what is in it.
      @Override
      public String toString() {
        return "Text[]";
      }
    }

    /// @param code stable, for logs, metrics and the record
    /// @param why in the service's own words
    record Not(String code, String why) implements Opened {}
  }

  /// What a form brought back.
  ///
  /// @param subject empty where the form had none
  /// @param callback digest over the raw callback
  /// @param outsider see [FormPress]
  record Edit(
      AccountId editor,
      String reference,
      Optional<String> subject,
      String text,
      Digest callback,
      boolean outsider) {

    /// By a member, as far as the chat says so.
    public Edit(
        AccountId editor,
        String reference,
        Optional<String> subject,
        String text,
        Digest callback) {
      this(editor, reference, subject, text, callback, false);
    }

    /// The same, by an outsider.
    public Edit byOutsider() {
      return new Edit(editor, reference, subject, text, callback, true);
    }

    @Override
    public String toString() {
      return "Edit[" + reference + " by " + editor + "]";
    }
  }

  /// What came of it, for the editor alone, in the service's own words.
  sealed interface Answer {
    /// Others are asked about the new text.
    record Asked(String words) implements Answer {}

    /// Nothing happened.
    ///
    /// @param code stable, for logs and metrics
    /// @param about what of the form can be mended
    record Not(String code, About about, String words) implements Answer {
      private static final String UNAVAILABLE = "unavailable";

      /// Where the ledger cannot answer now, and sending it again may help.
      public static Not unavailable() {
        return new Not(
            UNAVAILABLE,
            About.NOTHING,
            "Countersign cannot take this right now, so nothing was edited. " + WhyNot.SEND_AGAIN);
      }

      public boolean isUnavailable() {
        return code.equals(UNAVAILABLE);
      }
    }
  }

  /// Which input of a form an answer is about.
  enum About {
    SUBJECT,
    TEXT,
    /// Nothing that is written there helps.
    NOTHING
  }
}
