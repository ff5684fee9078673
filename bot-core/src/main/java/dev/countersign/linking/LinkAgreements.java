package dev.countersign.linking;

import dev.countersign.people.AccountId;
import dev.countersign.people.ChatLink;
import dev.countersign.token.ButtonSeals;
import dev.countersign.token.ButtonSeals.Meant;
import dev.countersign.token.ButtonSeals.Verdict;
import java.time.Duration;

/// What the buttons carry that make a link and take one back: whoever presses one was shown by the
/// gate what it does, lately. A press on any other only shows it.
final class LinkAgreements {
  /// From the question to the press.
  static final Duration LINK_LIFE = Duration.ofMinutes(5);

  /// Longer: it stands in the news of a link, which is read later, and takes rights away only.
  static final Duration UNLINK_LIFE = Duration.ofHours(24);

  private static final String LINK = "link";
  private static final String UNLINK = "unlink";

  private final ButtonSeals seals;

  LinkAgreements(ButtonSeals seals) {
    this.seals = seals;
  }

  /// @param code as it is compared
  /// @param shown the account to which the question is shown
  String toLink(String code, AccountId shown) {
    return seals.of(new Meant(LINK, code, shown), LINK_LIFE);
  }

  /// Whether the gate asked this account about this code.
  boolean links(String agreement, String code, AccountId by) {
    return seals.check(agreement, new Meant(LINK, code, by)) == Verdict.GENUINE;
  }

  /// @param shown the account to which the button is shown
  String toUnlink(ChatLink link, AccountId shown) {
    return seals.of(new Meant(UNLINK, link.account().toString(), shown), UNLINK_LIFE);
  }

  /// Whether the gate showed this account a button for this link.
  boolean unlinks(String agreement, ChatLink link, AccountId by) {
    return seals.check(agreement, new Meant(UNLINK, link.account().toString(), by))
        == Verdict.GENUINE;
  }
}
