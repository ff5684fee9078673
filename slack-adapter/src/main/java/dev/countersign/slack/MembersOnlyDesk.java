package dev.countersign.slack;

import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickDesk;
import dev.countersign.card.FormOpening;
import dev.countersign.card.PressFlaw;
import dev.countersign.json.WireName;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The desk behind the question whether who pressed is a full member, asked of a decision and of
/// its form alike. An outsider's press goes to the desk too, which says so on the record of the
/// request.
final class MembersOnlyDesk implements ClickDesk {
  private static final Logger log = LoggerFactory.getLogger(MembersOnlyDesk.class);

  private static final ClickAnswer NOT_SAID =
      new ClickAnswer(
          ClickAnswer.Kind.UNAVAILABLE,
          "account_not_confirmed",
          "Slack did not confirm your account just now, so nothing was recorded; please press"
              + " again.");

  private final ClickDesk desk;
  private final FullMembers members;

  /// @param members who of those that Slack's callbacks name may decide
  MembersOnlyDesk(ClickDesk desk, FullMembers members) {
    this.desk = desk;
    this.members = members;
  }

  @Override
  public ClickAnswer decide(Click click) {
    return asked(click, desk::decide, NOT_SAID);
  }

  @Override
  public FormOpening open(Click click) {
    return asked(click, desk::open, new FormOpening.Not(NOT_SAID));
  }

  private <T> T asked(Click click, Function<Click, T> desk, T notSaid) {
    if (click.flaw().isPresent()) {
      return desk.apply(click);
    }
    return switch (members.of(click.account().user())) {
      case MEMBER -> desk.apply(click);
      case OUTSIDER -> {
        log.warn("slack press refused: {}", WireName.of(PressFlaw.OUTSIDER));
        yield desk.apply(click.byOutsider());
      }
      case UNKNOWN -> notSaid;
    };
  }
}
