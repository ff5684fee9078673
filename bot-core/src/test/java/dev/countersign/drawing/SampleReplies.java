package dev.countersign.drawing;

import dev.countersign.TestGate;
import dev.countersign.card.Commands;
import dev.countersign.card.Reply;
import dev.countersign.json.Digest;
import dev.countersign.ledger.DecidedLine;
import dev.countersign.ledger.Mutes;
import dev.countersign.ledger.PlaceAlerts.Alert;
import dev.countersign.ledger.ReminderMoment;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Unshown;
import dev.countersign.ledger.WaitingLine;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.policy.Tag;
import dev.countersign.policy.TagName;
import dev.countersign.proposal.ActionKind;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Outline;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.Execution.Succeeded;
import dev.countersign.request.Execution.Unknown;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.GrantId;
import dev.countersign.request.GrantMode;
import dev.countersign.request.RequestState;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Expired;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Rejected;
import dev.countersign.request.RequestState.Returned;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Replies with the same ids and times each time, for the drawings of the chats.
public final class SampleReplies {
  private static final Instant DEADLINE = Instant.parse("2026-11-23T15:25:00Z");

  private static final Instant NOW = Instant.parse("2026-11-23T14:15:00Z");
  private static final GrantId GRANT = new GrantId("grt_01JD9Q7Z3M8V5K2N4R6T8W0XYA");
  private static final ExecutionId RUN = new ExecutionId("exe_01JD9Q7Z3M8V5K2N4R6T8W0XYA");
  private static final Digest SEEN = Digest.of("bytes");
  private static final PersonId MIRA = new PersonId("mira");

  private SampleReplies() {}

  /// By the name of their drawing.
  public static Map<String, Reply> all() {
    Map<String, Reply> all = new TreeMap<>();
    all.put("reply-queue", queue());
    all.put("reply-help", Commands.help());
    all.put("reply-home", home());
    all.put(
        "reply-home-quiet",
        new HomePage(List.of(), "0", "Nothing waits for you.", false, "0", List.of(), NOW).reply());
    all.put("reply-recent", DecidedPage.of(decided(), true));
    all.put(
        "reply-outcome-executed",
        new CardComposer(TestGate.directory())
            .outcomeForRequester(SampleRecords.refunded("approved-succeeded")));
    all.put(
        "reply-outcome-unknown",
        new CardComposer(TestGate.directory())
            .outcomeForChannel(SampleRecords.refunded("approved-unknown")));
    all.put(
        "reply-outcome-returned",
        new CardComposer(TestGate.directory())
            .outcomeForRequester(SampleRecords.refunded("returned")));
    all.put("reply-alarm", alarm("granted"));
    all.put("reply-alarm-executed", alarm("succeeded"));
    all.put("reply-retrospective-due", reminder(ReminderMoment.HOURS_BEFORE));
    all.put("reply-retrospective-overdue", reminder(ReminderMoment.OVERDUE));
    all.put("reply-retrospective-unread", reminder(ReminderMoment.READING_OVERDUE));
    all.put("reply-places", places());
    all.put(
        "reply-unknown",
        UnknownPage.of(
            List.of(unknown(""), unknown("Whoever was asked about it says what happened.")),
            Optional.of(SampleRecords.ID)));
    all.put(
        "reply-unknown-unasked",
        UnknownPage.unasked(
            List.of(unknown(""), unknown("")), 21, Optional.of(TestGate.CONSOLE.unknown())));
    all.put("reply-digest", DigestPage.of(waiting(), "3", false, Commands.mute("1.k.mac")));
    all.put("reply-muted", MutePage.muted(NOW.plus(Mutes.LASTS), Commands.unmute("1.k.mac")));
    return all;
  }

  private static Reply alarm(String execution) {
    return AlarmPage.of(
        SampleRecords.broken(execution),
        TestGate.directory(
            TestGate.PEOPLE.replace(
                "\"direct\":{",
                "\"on-call\":{\"members\":[\"pia\",\"lena\",\"marc\"],"
                    + "\"may_break_glass\":true},\"direct\":{")),
        new AlarmPage.Ways(
            Commands.endGlass(SampleRecords.ID, "1.k.mac"),
            Commands.fileRetrospective(SampleRecords.ID, "1.k.mac")));
  }

  private static Reply reminder(ReminderMoment moment) {
    Reply.Part file =
        new Reply.Part.Asks(List.of(Commands.fileRetrospective(SampleRecords.ID, "1.k.mac")));
    Reply.Part page =
        new Reply.Part.Leads("Open its page", TestGate.CONSOLE.retrospective(SampleRecords.ID));
    return RetrospectiveReminder.of(
        SampleRecords.broken("succeeded"),
        TestGate.directory(),
        moment,
        false,
        moment.isOfReading() ? List.of(page) : List.of(file, page));
  }

  private static UnknownPage.Item unknown(String whyNot) {
    RequestRecord record = SampleRecords.refunded("approved-unknown");
    return new UnknownPage.Item(
        record, (Unknown) ((Approved) record.request().state()).execution(), whyNot);
  }

  private static Reply places() {
    return PlacesPage.of(
        List.of(
            alert("C0LEADS", false, "is_archived"),
            alert("C0FINANCE", false, "<!channel> *not_in_channel*"),
            alert("C0SUPPORT", true, "not_in_channel")));
  }

  private static Alert alert(String channel, boolean mended, String code) {
    return new Alert(new ChatAddress(Surface.SLACK, "T01", channel), mended, code, NOW);
  }

  private static Reply home() {
    return new HomePage(
            waiting(), "more than 10", "… and more.", true, "1", decided().subList(0, 5), NOW)
        .reply();
  }

  private static List<DecidedLine> decided() {
    return List.of(
        decided("D", Decision.APPROVE, new Pending(0, Set.of(), 0)),
        decided("E", Decision.APPROVE, approved(new Succeeded(GRANT, RUN, NOW, 201, SEEN, SEEN))),
        decided("F", Decision.APPROVE, approved(new Unknown(GRANT, RUN, "timeout", 0, NOW))),
        decided("G", Decision.REJECT, new Rejected(MIRA, NOW)),
        decided("H", Decision.RETURN, new Returned(MIRA, NOW)),
        decided("J", Decision.APPROVE, new Expired(NOW)));
  }

  private static Approved approved(Execution execution) {
    return new Approved(GrantMode.QUORUM, NOW, execution);
  }

  private static DecidedLine decided(String last, Decision decision, RequestState state) {
    return new DecidedLine(
        id(last),
        decision,
        NOW.minusSeconds(600),
        state,
        DEADLINE,
        new Outline(
            last.equals("G") ? ActionKind.MESSAGE_EMAIL : ActionKind.API_CALL_POST,
            "billing",
            false,
            Optional.empty()),
        Optional.of("Refund EUR 42.50").filter(_ -> last.compareTo("F") < 0),
        Optional.of("charge_3001").filter(_ -> last.compareTo("F") < 0));
  }

  private static ProposalId id(String last) {
    return new ProposalId("prop_01JD9Q7Z3M8V5K2N4R6T8W0XY" + last);
  }

  private static Reply queue() {
    return QueuePage.of(waiting(), Optional.empty(), "… and more.", true);
  }

  private static List<WaitingLine> waiting() {
    return List.of(
        line(
            "A",
            RiskLevel.CRITICAL,
            ActionKind.API_CALL_POST,
            "billing",
            Optional.of("Refund EUR 1,840.00"),
            List.of(tag("domain/billing"), tag("blocks_customer"))),
        line("B", RiskLevel.HIGH, ActionKind.MESSAGE_EMAIL, "mail", Optional.empty(), List.of()),
        line(
            "C",
            RiskLevel.MEDIUM,
            ActionKind.RECORD_CHANGE_UPDATE,
            "crm_production_eu_west",
            Optional.empty(),
            List.of(tag("domain/sales"))));
  }

  private static WaitingLine line(
      String last,
      RiskLevel risk,
      ActionKind kind,
      String system,
      Optional<String> deed,
      List<Tag> tags) {
    return new WaitingLine(
        id(last),
        1,
        new AgentId("support-bot"),
        risk,
        DEADLINE,
        new Outline(kind, system, false, Optional.empty()),
        deed,
        deed.map(_ -> "charge_3001"),
        tags,
        Set.of(),
        false,
        false,
        last.equals("C")
            ? List.of(new Unshown(Surface.TEAMS, "bot_not_in_conversation"))
            : List.of());
  }

  static Tag tag(String name) {
    return new Tag(TagName.parse(name).orElseThrow(), name.startsWith("blocks"));
  }
}
