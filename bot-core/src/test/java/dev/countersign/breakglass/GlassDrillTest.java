package dev.countersign.breakglass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.breakglass.DrillBasis.Pages;
import dev.countersign.breakglass.DrillBasis.Settings;
import dev.countersign.breakglass.DrillBasis.Stored;
import dev.countersign.breakglass.DrillFinding.Status;
import dev.countersign.breakglass.DrillFinding.Subject;
import dev.countersign.breakglass.GlassDrill.Report;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeActor;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.freeze.Freezing;
import dev.countersign.ledger.Retrospectives.Retrospective;
import dev.countersign.ledger.Retrospectives.Standing;
import dev.countersign.passkey.Passkey;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GlassDrillTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final Duration COOLING = Duration.ofHours(24);
  private static final String ORIGIN = "https://approve.example";
  private static final ChatAddress SLACK = new ChatAddress(Surface.SLACK, "T01", "C01");
  private static final ChatAddress TEAMS =
      new ChatAddress(Surface.TEAMS, "8f0b6d52-3c1e-4a77-9d0e-5b2f7a1c4e36", "19:a@thread.tacv2");

  /// pia and quin have the right; sam and sol may freeze and confirm passkeys, and have another
  /// function.
  private static final String PEOPLE =
      """
      {"people":[
        {"id":"pia","name":"Pia","functions":["finance"],"accounts":{"oidc":{"iss":"https://login.example","sub":"p"}}},
        {"id":"quin","name":"Quin","functions":["finance"],"accounts":{"oidc":{"iss":"https://login.example","sub":"q"}}},
        {"id":"sam","name":"Sam","functions":["security"],"accounts":{"oidc":{"iss":"https://login.example","sub":"s"}}},
        {"id":"sol","name":"Sol","functions":["security"],"accounts":{"oidc":{"iss":"https://login.example","sub":"t"}}}],
       "groups":{
        "on-call":{"members":["pia","quin"],"slack_channel":"C01","may_break_glass":true},
        "security":{"members":["sam","sol"],"slack_channel":"C01","may_freeze":true,"may_confirm_passkeys":true}},
       "agents":{}}
      """;

  private String people = PEOPLE;
  private Optional<Pages> pages = Optional.of(new Pages(ORIGIN, "https://login.example", COOLING));
  private Set<ChatAddress> alarms = Set.of(SLACK, TEAMS);
  private List<Passkey> passkeys = List.of(passkey(1, "pia", 25), passkey(2, "pia", 25));
  private Standing used = new Standing(0, 0, List.of(), List.of(), List.of(), NOW);
  private List<Freeze> freezes = List.of();

  private Report drill() {
    return GlassDrill.report(
        new Settings(pages, new GlassRule(3, 3, Duration.ZERO, alarms)),
        new Stored(
            new PeopleDirectory(TestGate.people(people)),
            passkeys,
            _ -> used,
            new Freezing(freezes.size(), freezes.size(), freezes),
            NOW));
  }

  private static Passkey passkey(int number, String person, int hoursSinceConfirmed) {
    return new Passkey(
        number,
        new PersonId(person),
        "",
        new Passkey.Material("Y" + number, "a2V5", ORIGIN, 0),
        NOW.minus(Duration.ofDays(3)),
        Optional.of(
            new Passkey.Confirmed(
                new PersonId("sam"), NOW.minus(Duration.ofHours(hoursSinceConfirmed)))));
  }

  private static Passkey unconfirmed(int number, String person) {
    Passkey one = passkey(number, person, 0);
    return new Passkey(
        number, one.person(), "", one.material(), one.enrolledAt(), Optional.empty());
  }

  /// What is said of it, for pia where it is about each of them.
  private DrillFinding of(Subject subject) {
    return drill().findings().stream()
        .filter(one -> one.subject() == subject)
        .filter(one -> one.person().map(PersonId::value).orElse("pia").equals("pia"))
        .findFirst()
        .orElseThrow();
  }

  private void assertThatNobodyCould(Subject subject, String said) {
    assertThat(of(subject).status()).isEqualTo(Status.WOULD_FAIL);
    assertThat(of(subject).said()).contains(said);
    assertThat(of(subject).todo()).isNotEmpty();
    assertThat(drill().ready()).isEmpty();
  }

  private void assertThatItIsWeak(Subject subject, String said) {
    assertThat(of(subject).status()).isEqualTo(Status.WEAK);
    assertThat(of(subject).said()).contains(said);
    assertThat(drill().ready()).containsExactly(new PersonId("pia"));
  }

  @Test
  void whoeverHasAllCouldUseItAndWhoeverHasNoPasskeyCouldNot() {
    Report report = drill();

    assertThat(report.ready()).containsExactly(new PersonId("pia"));
    assertThat(report.findings())
        .filteredOn(one -> one.status() != Status.OK)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.person()).contains(new PersonId("quin"));
          assertThat(one.said()).isEqualTo("has no passkey");
        });
  }

  @Test
  void withoutPagesOrAChannelOfAlertsNobodyCould() {
    pages = Optional.empty();
    assertThatNobodyCould(Subject.CONSOLE, "no address");

    pages = Optional.of(new Pages(ORIGIN, "https://login.example", COOLING));
    alarms = Set.of();
    assertThatNobodyCould(Subject.ALERTS, "no channel");

    alarms = Set.of(TEAMS);
    assertThatItIsWeak(Subject.ALERTS, "told in Teams alone");
  }

  @Test
  void withoutTheRightOrAnAccountOfTheConsoleNobodyCould() {
    people = PEOPLE.replace("\"may_break_glass\":true", "\"may_break_glass\":false");
    assertThatNobodyCould(Subject.HOLDERS, "nobody has the right");

    people = PEOPLE.replace("[\"pia\",\"quin\"]", "[\"pia\"]");
    assertThatItIsWeak(Subject.HOLDERS, "pia alone");

    people = PEOPLE;
    pages = Optional.of(new Pages(ORIGIN, "https://other.example", COOLING));
    assertThatNobodyCould(Subject.ACCOUNT, "no account of the issuer");
  }

  @Test
  void aPasskeyHasToBeConfirmedPastItsCoolingTimeAndOfThisAddress() {
    passkeys = List.of(unconfirmed(1, "pia"));
    assertThatNobodyCould(Subject.PASSKEY, "no passkey that somebody confirmed");
    assertThat(of(Subject.PASSKEY).todo()).startsWith("have somebody else");
    people = PEOPLE.replace(",\"may_confirm_passkeys\":true", "");
    assertThat(of(Subject.PASSKEY).todo()).startsWith("give somebody else may_confirm_passkeys");

    people = PEOPLE;
    passkeys = List.of(passkey(1, "pia", 23), passkey(2, "pia", 22));
    assertThatNobodyCould(Subject.PASSKEY, "does not count before 2026-11-30T13:00:00Z");

    passkeys = List.of(passkey(1, "pia", 24), unconfirmed(2, "pia"));
    assertThatItIsWeak(Subject.PASSKEY, "one passkey that counts");

    passkeys = List.of(passkey(1, "pia", 25));
    pages = Optional.of(new Pages("https://new.example", "https://login.example", COOLING));
    assertThatNobodyCould(Subject.PASSKEY, "of another address");
  }

  @Test
  void whoeverHasAnOpenRetrospectiveOrUsedItUpCouldNot() {
    Retrospective open =
        new Retrospective(
            new ProposalId("prop_01M84EQJC0ZZJYEYWBAXHA60AB"),
            new PersonId("pia"),
            new PersonId("sam"),
            NOW.minus(Duration.ofDays(1)),
            NOW.plusSeconds(1));
    used = new Standing(1, 1, List.of(open), List.of(), List.of(), NOW);
    assertThatNobodyCould(Subject.USES, "not filed yet");
    used = new Standing(1, 1, List.of(open), List.of(), List.of(), NOW.plusSeconds(1));
    assertThatNobodyCould(Subject.USES, "overdue");
    assertThat(of(Subject.USES).todo()).contains(open.request().value());

    used = new Standing(3, 3, List.of(), List.of(), List.of(), NOW);
    assertThatNobodyCould(Subject.USES, "3 of 3 times");
  }

  @Test
  void somebodyWithAnotherFunctionLooksAtItAndSomebodyElseEndsIt() {
    people = PEOPLE.replace("[\"security\"]", "[\"finance\"]");
    assertThatNobodyCould(Subject.REVIEWER, "by nobody afterwards");
    assertThat(of(Subject.ENDING).status()).isEqualTo(Status.OK);

    // Whoever has no account at all reads of it nowhere.
    people =
        PEOPLE
            .replace("[\"pia\",\"quin\"]", "[\"pia\"]")
            .replaceAll(",\"accounts\":\\{\"oidc\":\\{[^}]*\"sub\":\"[st]\"}}", "");
    assertThatNobodyCould(Subject.ENDING, "by nobody else");
  }

  @Test
  void whileEverythingIsFrozenNobodyCouldAndAPartIsToldOf() {
    freezes = List.of(freeze(new FreezeScope(FreezeScope.Kind.AGENT, "support-bot")));
    assertThatItIsWeak(Subject.FREEZE, "agent:support-bot is frozen");

    freezes = List.of(freeze(FreezeScope.EVERYTHING));
    assertThatNobodyCould(Subject.FREEZE, "everything is frozen");
  }

  private static Freeze freeze(FreezeScope scope) {
    return new Freeze(
        7,
        scope,
        "spam",
        FreezeActor.operator("ops"),
        NOW.minusSeconds(60),
        Optional.empty(),
        true);
  }

  @Test
  void withoutTheDatabaseTheSettingsAreLookedAtAllTheSame() {
    Report report =
        GlassDrill.withoutDatabase(
            new Settings(Optional.empty(), GlassRule.NONE), "it does not answer");

    assertThat(report.ready()).isEmpty();
    assertThat(report.findings())
        .extracting(DrillFinding::subject)
        .containsExactly(Subject.DATABASE, Subject.CONSOLE, Subject.ALERTS);
    assertThat(report.findings())
        .allSatisfy(one -> assertThat(one.status()).isEqualTo(Status.WOULD_FAIL));
  }
}
