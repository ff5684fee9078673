package dev.countersign.card;

import dev.countersign.passkey.Bound;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.AccountId;
import java.util.Optional;

/// Where pages ask to use break-glass on one request, and where anybody of security ends it. That
/// the whole of a request was shown to somebody who may use it is written down before they see it.
///
/// Throws [UnavailableException] when the ledger cannot answer.
public interface BreakGlassDesk {

  /// @param viewer who is signed in
  /// @param id as typed
  Offer look(AccountId viewer, String id);

  /// What the viewer, and only the viewer, is shown.
  sealed interface Offer {
    /// @param card as the pages draw it, without buttons
    /// @param sign what a passkey has to sign; empty where they may not use it now
    /// @param code why not, for whoever is asked for help; empty where they may
    /// @param words to the viewer, in the service's own: why not; may be empty
    /// @param ends whether the viewer can end a use of it now
    record Page(
        CardView view,
        RenderedCard card,
        Optional<Bound> sign,
        String code,
        String words,
        boolean ends)
        implements Offer {}

    /// It bears on the viewer, who is shown nothing of it and can end its use all the same.
    record Ending() implements Offer {}

    /// There is no such request, or it is none of the viewer's business: the two are told apart for
    /// nobody.
    ///
    /// @param words why, where the viewer has no right whatever the request; may be empty
    record Unknown(String words) implements Offer {}
  }

  /// Whether the viewer has something to do on the page of break-glass of this request: to use it
  /// while people are asked, or to end a use of it.
  boolean leads(AccountId viewer, String id);

  /// The reason that a link from a chat carries, where it was sealed for this viewer, for this
  /// request, and lately; empty for anything else.
  String carried(AccountId viewer, String id, String why, String sealed);

  Told use(AccountId viewer, Use use);

  /// @param id of the request, as sent
  /// @param incident as typed
  /// @param reason as typed
  /// @param card digest of what the person was shown, as sent
  /// @param check of a passkey
  record Use(String id, String incident, String reason, String card, StrongerCheck check) {}

  /// Ends a use of it before it runs, for whoever may.
  Told end(AccountId viewer, String id);

  /// What came of it.
  ///
  /// @param done whether anything was changed
  /// @param code stable; empty where it was done
  record Told(boolean done, String code, String words) {}
}
