package dev.countersign.card;

import dev.countersign.passkey.Bound;
import dev.countersign.passkey.Passkey;
import dev.countersign.passkey.PasskeyAssertion;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.AccountId;
import dev.countersign.people.Person;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where pages enrol, confirm and remove passkeys, and have a press proven by one.
///
/// Throws [UnavailableException] when the ledger cannot answer.
public interface PasskeyDesk {

  /// What a person sees of passkeys.
  ///
  /// @param own theirs
  /// @param others of other people, for whoever may confirm them; empty for everybody else
  record Listing(List<Line> own, List<Line> others) {
    public Listing {
      own = List.copyOf(own);
      others = List.copyOf(others);
    }
  }

  /// @param whose the person's name
  /// @param confirmedBy the name of who did; empty while nobody has
  /// @param countsFrom empty while nobody has confirmed it
  /// @param counts whether it does now
  record Line(
      Passkey passkey,
      String whose,
      Optional<String> confirmedBy,
      Optional<Instant> countsFrom,
      boolean counts) {}

  Listing list(AccountId viewer);

  /// What a browser is asked to sign.
  ///
  /// @param challenge 32 bytes, in base64url
  /// @param person who is asked
  /// @param credentials the person's own, in base64url
  record Asked(String challenge, PersonId person, List<String> credentials) {
    public Asked {
      credentials = List.copyOf(credentials);
    }
  }

  /// A challenge for this session, to be answered once within five minutes; empty for an account
  /// that is nobody's.
  ///
  /// @param session its secret
  Optional<Asked> ask(AccountId viewer, String session, Bound bound);

  /// Words that say what came of it.
  ///
  /// @param name as the person calls it, as typed
  /// @param challenge that the browser says was answered
  /// @param made reads what came back, for the challenge that was really given; empty where it
  ///   proves nothing
  Told enrol(AccountId viewer, String session, String name, String challenge, Made made);

  /// @param done whether anything was changed
  record Told(boolean done, String words) {}

  /// Reads what an authenticator made.
  interface Made {
    /// @param person whose it has to be
    Optional<Passkey.Material> read(byte[] challenge, PersonId person);
  }

  Told confirm(AccountId viewer, int number);

  Told remove(AccountId viewer, int number);

  /// What somebody who is nobody yet may sign to come in, once and within five minutes. Nothing is
  /// stored of it.
  ///
  /// @param ticket what their browser alone keeps of it
  /// @param challenge 32 bytes, in base64url
  record Entrance(String ticket, String challenge) {
    /// Without the ticket.
    @Override
    public String toString() {
      return "Entrance";
    }
  }

  Entrance entrance();

  /// @param ticket as the browser sent it
  /// @param challenge that the browser says was signed
  Entering enter(String ticket, String challenge, PasskeyAssertion assertion);

  /// Whether a passkey that brought somebody in counts for them still.
  ///
  /// @param number of the passkey
  boolean stands(PersonId person, int number);

  /// Whom a passkey brings in.
  sealed interface Entering {
    /// @param person as people in force have them now
    /// @param passkey its number, by which [#stands] knows it
    record In(Person person, int passkey) implements Entering {}

    /// @param words to whoever it is
    record Not(String words) implements Entering {}
  }

  /// What a use of a passkey comes to.
  sealed interface Checked {
    record Proven(StrongerCheck check) implements Checked {}

    /// @param words to the person
    record Not(String words) implements Checked {}
  }

  /// @param challenge that the browser says was signed
  /// @param on what it has to be signed for
  Checked check(
      AccountId viewer, String session, String challenge, PasskeyAssertion assertion, Deed on);

  /// What somebody presses.
  ///
  /// @param about the request, or the number of the freeze; empty where it is about neither
  record Deed(Bound.Purpose purpose, String about) {
    public static Deed on(Bound.Purpose purpose, ProposalId request) {
      return new Deed(purpose, request.value());
    }

    /// Whether a challenge was given out for it, of whichever revision.
    public boolean isOf(Bound bound) {
      return bound.purpose() == purpose && bound.request().equals(about);
    }
  }
}
