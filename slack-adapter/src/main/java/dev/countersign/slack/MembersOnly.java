package dev.countersign.slack;

import dev.countersign.card.ChatDesks;
import dev.countersign.card.ChatProfile;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickDesk;
import dev.countersign.card.DetailsDesk;
import dev.countersign.card.EditDesk;
import dev.countersign.card.FormOpening;
import dev.countersign.card.FormPress;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk;
import dev.countersign.card.PressFlaw;
import dev.countersign.card.WhyNot;
import dev.countersign.json.WireName;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The desks behind the question whether whoever pressed is a full member: asked of each press and
/// each form, whatever it is for. An outsider's goes to the desk too, marked, so that the request
/// notes it. What somebody asks in words or by a button is ruled on by
/// [dev.countersign.card.Commands], in the core, by what [Accounts] says.
final class MembersOnly {
  private static final Logger log = LoggerFactory.getLogger(MembersOnly.class);
  private static final String CODE = "account_not_confirmed";
  private static final String WORDS = WhyNot.unconfirmed(Surface.SLACK);
  private static final ClickAnswer NOT_SAID =
      new ClickAnswer(ClickAnswer.Kind.UNAVAILABLE, CODE, WORDS);

  private final Accounts accounts;

  /// @param accounts who of those that Slack's callbacks name is a member
  MembersOnly(Accounts accounts) {
    this.accounts = accounts;
  }

  private enum Standing {
    MEMBER,
    OUTSIDER,
    UNKNOWN
  }

  /// The same desks, which know no outsider.
  ChatDesks desks(ChatDesks desks) {
    ChatDesks.CardDesks cards = desks.cards();
    return desks.with(
        new ChatDesks.CardDesks(
            clicks(cards.clicks()),
            cards.own(),
            edits(cards.edits()),
            interventions(cards.interventions()),
            details(cards.details()),
            cards.forged()));
  }

  private Standing of(AccountId account) {
    ChatProfile profile = accounts.of(account.user(), AccountAsks.Purpose.DECISION);
    if (profile.mayAsk()) {
      return Standing.MEMBER;
    }
    if (profile.standing() == ChatProfile.Standing.UNKNOWN) {
      return Standing.UNKNOWN;
    }
    log.warn("slack press refused: {}: {}", WireName.of(PressFlaw.OUTSIDER), profile);
    return Standing.OUTSIDER;
  }

  ClickDesk clicks(ClickDesk desk) {
    return new ClickDesk() {
      @Override
      public ClickAnswer decide(Click click) {
        return switch (of(click)) {
          case MEMBER -> desk.decide(click);
          case OUTSIDER -> desk.decide(click.byOutsider());
          case UNKNOWN -> NOT_SAID;
        };
      }

      @Override
      public FormOpening open(Click click) {
        return switch (of(click)) {
          case MEMBER -> desk.open(click);
          case OUTSIDER -> desk.open(click.byOutsider());
          case UNKNOWN -> new FormOpening.Not(NOT_SAID);
        };
      }

      // A press that counts for nothing as it is costs no question.
      private Standing of(Click click) {
        return click.flaw().isPresent() ? Standing.MEMBER : MembersOnly.this.of(click.account());
      }
    };
  }

  private EditDesk edits(EditDesk desk) {
    return new EditDesk() {
      @Override
      public EditDesk.Opened open(FormPress press) {
        return switch (of(press.account())) {
          case MEMBER -> desk.open(press);
          case OUTSIDER -> desk.open(press.byOutsider());
          case UNKNOWN -> new EditDesk.Opened.Not(CODE, WORDS);
        };
      }

      @Override
      public EditDesk.Answer edit(EditDesk.Edit edit) {
        return switch (of(edit.editor())) {
          case MEMBER -> desk.edit(edit);
          case OUTSIDER -> desk.edit(edit.byOutsider());
          case UNKNOWN -> new EditDesk.Answer.Not(CODE, EditDesk.About.NOTHING, WORDS);
        };
      }
    };
  }

  private InterventionDesk interventions(InterventionDesk desk) {
    return new InterventionDesk() {
      @Override
      public InterventionDesk.Opened open(Intervention intervention, FormPress press) {
        return switch (of(press.account())) {
          case MEMBER -> desk.open(intervention, press);
          case OUTSIDER -> desk.open(intervention, press.byOutsider());
          case UNKNOWN -> new InterventionDesk.Opened.Not(CODE, WORDS);
        };
      }

      @Override
      public InterventionDesk.Answer send(InterventionDesk.Sent sent) {
        return switch (of(sent.asker())) {
          case MEMBER -> desk.send(sent);
          case OUTSIDER -> desk.send(sent.byOutsider());
          case UNKNOWN -> new InterventionDesk.Answer.Unavailable(WORDS);
        };
      }
    };
  }

  private DetailsDesk details(DetailsDesk desk) {
    return look ->
        switch (of(look.viewer())) {
          case MEMBER -> desk.look(look);
          case OUTSIDER -> new DetailsDesk.Shown.Not(WhyNot.OUTSIDER.said());
          case UNKNOWN -> new DetailsDesk.Shown.Not(WORDS);
        };
  }
}
