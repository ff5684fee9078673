package dev.countersign.card;

import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import java.util.Optional;

/// Where adapters take [Intervention]s: a form for whoever may, and what comes back in it. No
/// intervention decides anything or brings anything nearer to execution.
///
/// Throws [UnavailableException] when the ledger cannot answer.
public interface InterventionDesk {

  /// The form, for whoever may run the intervention now.
  ///
  /// Whoever may not is told why, and the request notes it as it notes a refused press.
  Opened open(Intervention intervention, FormPress press);

  /// Runs an intervention. The same form sent again changes nothing.
  Answer send(Sent sent);

  /// What whoever pressed the button is shown.
  sealed interface Opened {
    record Form(InterventionForm form) implements Opened {}

    /// @param code stable, for logs, metrics and the record
    /// @param why in the service's own words, and how the request stands
    record Not(String code, String why) implements Opened {}
  }

  /// What a form brought back, not yet looked at.
  ///
  /// @param callback digest over the raw callback
  /// @param outsider see [FormPress]
  record Sent(
      Intervention intervention,
      AccountId asker,
      String reference,
      Optional<String> choice,
      Optional<String> note,
      Digest callback,
      boolean outsider) {

    /// By a member, as far as the chat says so.
    public Sent(
        Intervention intervention,
        AccountId asker,
        String reference,
        Optional<String> choice,
        Optional<String> note,
        Digest callback) {
      this(intervention, asker, reference, choice, note, callback, false);
    }

    /// The same, by an outsider.
    public Sent byOutsider() {
      return new Sent(intervention, asker, reference, choice, note, callback, true);
    }

    @Override
    public String toString() {
      return "Sent[" + intervention + " of " + reference + " by " + asker + "]";
    }
  }

  /// What came of it, for the asker alone, in the service's own words.
  sealed interface Answer {
    String words();

    /// It is so now, or was before.
    record Done(String words) implements Answer {}

    /// Nothing happened, and sending the form again does not help.
    ///
    /// @param code stable, for logs and metrics
    record Refused(String code, String words) implements Answer {}

    /// Nothing happened; the form can be mended, and keeps what is written in it.
    ///
    /// @param at the input that the words are about
    record Mend(Input at, String words) implements Answer {}

    /// Nothing happened because the gate itself could not; the form keeps what is written in it.
    record Unavailable(String words) implements Answer {}

    /// Where the ledger cannot answer now.
    static Answer unavailable() {
      return new Unavailable(
          "Countersign cannot take this right now, so nothing was recorded. " + WhyNot.SEND_AGAIN);
    }
  }

  /// An input of a form.
  enum Input {
    CHOICE,
    NOTE
  }
}
