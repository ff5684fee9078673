package dev.countersign.breakglass;

import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.token.ButtonSeals;
import dev.countersign.token.ButtonSeals.Meant;
import dev.countersign.token.ButtonSeals.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/// What a link from a chat carries to the page of break-glass: the reason that its person wrote,
/// for that request, for a short while, and of no use to anybody else.
final class ReasonSeals {
  /// For so long a link carries its reason.
  static final Duration LIFE = Duration.ofMinutes(15);

  /// Bytes of a reason that a link has room for; a longer one is typed on the page.
  static final int LONGEST = 600;

  private static final String CARRIES = "break_glass_reason";

  private final ButtonSeals seals;

  ReasonSeals(ButtonSeals seals) {
    this.seals = seals;
  }

  /// `why=…&sealed=…`; empty where there is nothing to carry, or no room for it.
  Optional<String> query(ProposalId request, PersonId person, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    return text.length == 0 || text.length > LONGEST
        ? Optional.empty()
        : Optional.of(
            "why="
                + Base64.getUrlEncoder().withoutPadding().encodeToString(text)
                + "&sealed="
                + seals.of(meant(request, person, reason), LIFE));
  }

  /// The reason that was sealed for this person and this request; empty for anything else.
  Optional<String> reason(ProposalId request, PersonId person, String why, String sealed) {
    try {
      String reason = new String(Base64.getUrlDecoder().decode(why), StandardCharsets.UTF_8);
      return seals.check(sealed, meant(request, person, reason)) == Verdict.GENUINE
          ? Optional.of(reason)
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Of the person, not of one of their accounts: it goes from one surface to another.
  private static Meant meant(ProposalId request, PersonId person, String reason) {
    return new Meant(
        CARRIES, request + " " + reason, new AccountId(Surface.CONSOLE, "person", person.value()));
  }
}
