package dev.countersign.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.ProvenPress;
import dev.countersign.audit.ShownCard;
import dev.countersign.breakglass.SampleGlass;
import dev.countersign.grant.QuorumGate.Shortfall;
import dev.countersign.grant.QuorumGate.Verdict;
import dev.countersign.json.Digest;
import dev.countersign.passkey.Bound;
import dev.countersign.passkey.PasskeyAssertion;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.Surface;
import dev.countersign.policy.Gate;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.BrokenGlass;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution.NotGranted;
import dev.countersign.request.GrantMode;
import dev.countersign.request.Remarks;
import dev.countersign.request.RequestState;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.Vote;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/// What stands in for a quorum where somebody used break-glass, and each way in which it does not.
class QuorumGateOfBreakGlassTest {
  private static final Instant AT = Instant.parse("2026-11-23T15:00:00Z");
  private static final ProposalId ID = new ProposalId("prop_01M84EQJC0ZZJYEYWBAXHA60AB");
  private static final ProposalId OTHER = new ProposalId("prop_01M84EQJC0ZZJYEYWBAXHA60AC");
  private static final Digest ACTION = Digest.of("action");
  private static final Digest PAGE = Digest.of("page");
  private static final GroupName LEADS = new GroupName("support-leads");
  private static final PersonId PIA = new PersonId("pia");
  private static final AccountId ACCOUNT = account("UPIA");
  private static final ChatAddress PAGES = ChatAddress.ofPages(ACCOUNT);
  private static final Bound SIGNED = Bound.breaking(ID, 2, ACTION);
  private static final ShownCard SHOWN = shown(3, 2, PAGE, PAGES);
  private static final ProvenPress PROVEN = press(4, "pia", SIGNED);

  /// Of the entry that tells of the use.
  private static final int BROKEN = 5;

  private Gate ruled = Gate.ASK;
  private List<ShownCard> cards = List.of(SHOWN);
  private List<ProvenPress> proven = List.of(PROVEN);
  private Optional<Integer> broken = Optional.of(BROKEN);
  private Set<PersonId> conflicted = Set.of();
  private Set<PersonId> conflictedThen = Set.of();
  private List<Vote> votes = List.of();
  private OpenedFirst opened = new OpenedFirst(List.of(), List.of());
  private boolean stronger;
  private String people = SampleGlass.PEOPLE;
  private RequestState state = approved(ACCOUNT);

  private static AccountId account(String subject) {
    return new AccountId(Surface.CONSOLE, SampleGlass.ISSUER, subject);
  }

  private static Approved approved(AccountId account) {
    return new Approved(
        new BrokenGlass(
            PIA,
            account,
            "INC-2041",
            "Payments are down, and both leads are on a plane.",
            PAGE,
            new PersonId("lena"),
            AT.plus(Duration.ofDays(3))),
        AT,
        new NotGranted());
  }

  private static ShownCard shown(int seq, int revision, Digest card, ChatAddress address) {
    return new ShownCard(seq, "", revision, card, address, Optional.empty(), true);
  }

  private static ProvenPress press(int seq, String person, Bound bound) {
    return new ProvenPress(
        seq,
        AT,
        new PersonId(person),
        "break_glass",
        7,
        bound,
        "nonce",
        new PasskeyAssertion("c", "a", "d", "s", "h"),
        Duration.ZERO);
  }

  private Verdict prove() {
    List<Stage> stages = List.of(new Stage(LEADS, 1, false));
    ApprovalRequest request =
        new ApprovalRequest(
            ID,
            2,
            3,
            ACTION,
            stages,
            conflictedThen,
            AT,
            AT.plusSeconds(60),
            List.of(),
            Optional.empty(),
            votes,
            state);
    Ballot ballot =
        new Ballot(
            request,
            ruled,
            stages,
            conflicted,
            Map.of(new PersonId("lena"), 4),
            cards,
            new ReadingTime(Optional.empty(), List.of(), List.of()),
            new WholeReading(cards, List.of()),
            opened,
            new StrongerChecks(stronger, proven),
            broken);
    return QuorumGate.prove(
        ballot, Electors.now(new PeopleDirectory(TestGate.people(people)), ballot.groups()));
  }

  private void assertProven() {
    assertThat(prove())
        .isInstanceOfSatisfying(
            Verdict.Proven.class,
            found -> {
              assertThat(found.approval().mode()).isEqualTo(GrantMode.BREAKGLASS);
              assertThat(found.approval().votes()).isEmpty();
            });
  }

  private void assertShort(Shortfall why) {
    assertThat(prove())
        .isInstanceOfSatisfying(
            Verdict.NotProven.class, found -> assertThat(found.why()).isEqualTo(why));
  }

  @Test
  void onePersonWithTheRightThePageShownAndAPasskeyForExactlyThisStandsInForTheQuorum() {
    assertProven();
  }

  @Test
  void whatIsBeingUsedHasNoEntryYetAndIsJudgedAlike() {
    broken = Optional.empty();
    proven = List.of(press(0, "pia", SIGNED));
    assertProven();
    cards = List.of();
    assertShort(Shortfall.CARD_NOT_SHOWN);
  }

  static final List<List<ProvenPress>> FORGED =
      List.of(
          List.of(),
          List.of(press(4, "lena", SIGNED)),
          List.of(press(4, "pia", Bound.breaking(OTHER, 2, ACTION))),
          List.of(press(4, "pia", Bound.breaking(ID, 1, ACTION))),
          List.of(press(4, "pia", Bound.breaking(ID, 3, ACTION))),
          List.of(press(4, "pia", Bound.breaking(ID, 2, Digest.of("swapped")))),
          List.of(press(4, "pia", Bound.approving(ID, 2, ACTION))),
          List.of(press(4, "pia", Bound.enrolling())),
          List.of(press(4, "pia", Bound.signingIn())),
          List.of(press(4, "pia", Bound.drilling())),
          List.of(press(4, "pia", Bound.lifting(7))),
          List.of(press(BROKEN, "pia", SIGNED)),
          List.of(press(BROKEN + 1, "pia", SIGNED)),
          List.of(
              press(4, "lena", SIGNED),
              press(4, "pia", Bound.approving(ID, 2, ACTION)),
              press(BROKEN + 1, "pia", SIGNED)));

  @ParameterizedTest
  @FieldSource("FORGED")
  void noPasskeyOfThePersonForExactlyThisBeforeItIsNone(List<ProvenPress> forged) {
    proven = forged;
    assertShort(Shortfall.NOT_PROVEN_STRONGER);
  }

  static final List<List<ShownCard>> UNSEEN =
      List.of(
          List.of(),
          List.of(shown(BROKEN, 2, PAGE, PAGES)),
          List.of(shown(BROKEN + 1, 2, PAGE, PAGES)),
          List.of(shown(3, 1, PAGE, PAGES)),
          List.of(shown(3, 2, Digest.of("another page"), PAGES)),
          List.of(shown(3, 2, PAGE, ChatAddress.ofPages(account("ULENA")))),
          List.of(shown(3, 2, PAGE, new ChatAddress(Surface.SLACK, TestGate.TEAM, "C01"))));

  @ParameterizedTest
  @FieldSource("UNSEEN")
  void whatWasNotShownToThePersonOnTheirOwnPagesBeforeIsNone(List<ShownCard> unseen) {
    cards = unseen;
    assertShort(Shortfall.CARD_NOT_SHOWN);
  }

  @Test
  void nobodyOfTheProposingSideStandsInByThePeopleOfThenOrOfNow() {
    conflicted = Set.of(PIA);
    assertShort(Shortfall.CONFLICTED_VOTE);
    conflicted = Set.of();
    conflictedThen = Set.of(PIA);
    assertShort(Shortfall.CONFLICTED_VOTE);
    conflictedThen = Set.of(new PersonId("lena"));
    assertProven();
  }

  @Test
  void whoHasTheRightNoMoreStandsInForNobody() {
    people = SampleGlass.PEOPLE.replace("[\"pia\",\"otto\"]", "[\"otto\"]");
    assertShort(Shortfall.NO_RIGHT_TO_BREAK);
    people = SampleGlass.PEOPLE.replace("\"may_break_glass\":true", "\"may_break_glass\":false");
    assertShort(Shortfall.NO_RIGHT_TO_BREAK);
  }

  @Test
  void anAccountThatIsNotThePersonsStandsInForNobody() {
    state = approved(account("ULENA"));
    cards = List.of(shown(3, 2, PAGE, ChatAddress.ofPages(account("ULENA"))));
    assertShort(Shortfall.NO_RIGHT_TO_BREAK);
  }

  @Test
  void whatApprovalsWaitForIsNotAskedOfIt() {
    stronger = true;
    opened = new OpenedFirst(List.of(Digest.of("pdf")), List.of());
    assertProven();
  }

  @Test
  void whatThePolicyRefusesIsNotBroken() {
    ruled = Gate.REFUSE;
    assertShort(Shortfall.RULED_OUT);
  }

  /// A policy that would allow it by itself by now makes no forged use of break-glass a sound one.
  @ParameterizedTest
  @EnumSource(
      value = Gate.class,
      names = {"ASK", "ALLOW"})
  void aForgedUseIsFoundUnderEachRuling(Gate gate) {
    ruled = gate;
    assertProven();
    proven = List.of();
    assertShort(Shortfall.NOT_PROVEN_STRONGER);
  }

  @Test
  void votesDoNotTakeThePlaceOfThePasskeyNorThePasskeyOfVotes() {
    votes = List.of(lenas());
    cards =
        List.of(
            SHOWN,
            new ShownCard(
                2,
                "card_1",
                2,
                Digest.of("card"),
                new ChatAddress(Surface.SLACK, TestGate.TEAM, "C01"),
                Optional.empty(),
                true));
    proven = List.of();
    assertShort(Shortfall.NOT_PROVEN_STRONGER);

    state = new Approved(GrantMode.QUORUM, AT, new NotGranted());
    assertThat(prove()).as("a quorum as ever").isInstanceOf(Verdict.Proven.class);
    votes = List.of();
    proven = List.of(PROVEN);
    assertShort(Shortfall.QUORUM_INCOMPLETE);
    state = new Pending();
    assertShort(Shortfall.NOT_APPROVED);
  }

  private static Vote lenas() {
    return new Vote(
        new PersonId("lena"),
        new AccountId(Surface.SLACK, TestGate.TEAM, "ULENA"),
        Decision.APPROVE,
        2,
        ACTION,
        Digest.of("card"),
        0,
        LEADS,
        new TreeSet<>(),
        "jti-lena",
        Remarks.NONE,
        Digest.of("callback"),
        AT);
  }
}
