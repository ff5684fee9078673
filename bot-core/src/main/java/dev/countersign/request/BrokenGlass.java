package dev.countersign.request;

import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.people.TypedLine;
import dev.countersign.proposal.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// One person used break-glass on one revision of one request: in the place of its quorum, and of
/// nothing else.
///
/// @param by who did
/// @param account with which they did, on pages of their own
/// @param incident as [#incident] gives it
/// @param reason as [#reason] gives it: supplied text
/// @param card digest of the page that showed them the whole of it
/// @param owner who has to look at it afterwards: somebody else, with another function
/// @param due until when; after the moment of its use
/// @param ended who put an end to it before it ran
public record BrokenGlass(
    PersonId by,
    AccountId account,
    String incident,
    String reason,
    Digest card,
    PersonId owner,
    Instant due,
    Optional<PersonId> ended)
    implements Basis {
  /// For so long its one grant may be redeemed; there is no second one.
  public static final Duration LIFE = Duration.ofMinutes(2);

  /// Characters of a reason.
  public static final int SHORTEST_REASON = 20;

  public static final int LONGEST_REASON = 500;

  /// How an execution ends that somebody ended before it began.
  public static final String ENDED = "break_glass_ended";

  private static final Pattern INCIDENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/#-]{0,63}");

  public BrokenGlass {
    if (by.equals(owner)) {
      throw new IllegalArgumentException("nobody looks at their own use of break-glass");
    }
    if (incident(incident).isEmpty() || reason(reason).isEmpty()) {
      throw new IllegalArgumentException("no incident, or no reason");
    }
  }

  /// Somebody's use that nobody has ended.
  public BrokenGlass(
      PersonId by,
      AccountId account,
      String incident,
      String reason,
      Digest card,
      PersonId owner,
      Instant due) {
    this(by, account, incident, reason, card, owner, due, Optional.empty());
  }

  /// What an incident is called elsewhere, such as `INC-2041`: 1..64 letters, digits and `._:/#-`.
  ///
  /// @return empty where it is none
  public static Optional<String> incident(String typed) {
    return Optional.of(typed.strip()).filter(INCIDENT.asMatchPredicate());
  }

  /// A reason as somebody typed it, on one line.
  ///
  /// @return empty where it is too short or too long, or has characters that nobody sees
  public static Optional<String> reason(String typed) {
    return TypedLine.of(typed, SHORTEST_REASON, LONGEST_REASON);
  }

  BrokenGlass endedBy(PersonId person) {
    return new BrokenGlass(by, account, incident, reason, card, owner, due, Optional.of(person));
  }

  @Override
  public GrantMode mode() {
    return GrantMode.BREAKGLASS;
  }
}
