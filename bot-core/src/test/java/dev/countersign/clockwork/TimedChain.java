package dev.countersign.clockwork;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.EntryType;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.policy.Escalation;
import dev.countersign.policy.Extension;
import dev.countersign.policy.Gate;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Sla;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.RequestState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Goes through a request's entries in order and says what time or people did that the ruling does
/// not give them, and what time did not do although a sweep was due. It knows nothing of the
/// transition table: the rules are written down here a second time.
final class TimedChain {
  private final RequestRecord record;
  private final Directory people;
  private final List<String> problems = new ArrayList<>();
  private final List<Stage> stages;
  private final Instant opened;
  private final Set<String> voted = new HashSet<>();
  private final Set<Integer> escalated = new HashSet<>();
  private Instant deadline;

  /// Since when what time asks for next can be known.
  private Instant changed;

  /// Since when the open stage is open.
  private Instant since;

  private Optional<Instant> windowEnd = Optional.empty();
  private int stage;
  private int approvals;
  private int reminded;
  private int extended;
  private Optional<RequestEnd> end = Optional.empty();

  private enum RequestEnd {
    REFUSED,
    APPROVED,
    REJECTED,
    RETURNED,
    EXPIRED
  }

  private TimedChain(RequestRecord record, Directory people, JsonObject ruled) {
    this.record = record;
    this.people = people;
    this.stages = record.ruling().stages();
    this.opened = ruled.instant("at");
    this.since = opened;
    this.changed = opened;
    this.deadline = ruled.object("data").instant("deadline");
    if (record.ruling().gate() == Gate.REFUSE) {
      end = Optional.of(RequestEnd.REFUSED);
    }
  }

  static List<String> problems(RequestRecord record, List<AuditEntry> entries, Directory people) {
    TimedChain chain = new TimedChain(record, people, entries.get(1).document());
    entries.stream().skip(2).map(AuditEntry::document).forEach(chain::follow);
    chain.compareEnd();
    return chain.problems;
  }

  private void follow(JsonObject entry) {
    EntryType type = WireName.require(EntryType.class, entry.text("type"));
    Instant at = entry.instant("at");
    JsonObject data = entry.object("data");
    if (end.isEmpty()) {
      missedBy(at);
    }
    boolean byTime =
        type == EntryType.REMINDED
            || type == EntryType.ESCALATED
            || type == EntryType.DEADLINE_PASSED;
    require(entry.text("actor").equals("clock") == byTime, type + " by " + entry.text("actor"));
    if (byTime || type == EntryType.VOTED || type == EntryType.EXTENDED) {
      require(end.isEmpty(), type + " after the end");
    }
    switch (type) {
      case VOTED -> voted(data, at);
      case REMINDED -> reminded(Math.toIntExact(data.number("number")), at);
      case ESCALATED -> escalated(Math.toIntExact(data.number("stage")), at);
      case EXTENDED -> extended(data, at);
      case DEADLINE_PASSED -> {
        require(!at.isBefore(deadline), "ended before the deadline");
        end = Optional.of(RequestEnd.EXPIRED);
      }
      case GRANT_ISSUED, GRANT_REDEEMED ->
          require(end.equals(Optional.of(RequestEnd.APPROVED)), type + " without a quorum");
      default -> {
        // Cards, refused presses and executions do not move what is looked at here.
      }
    }
  }

  private void voted(JsonObject data, Instant at) {
    String person = data.text("person");
    require(at.isBefore(deadline), "a vote after the deadline");
    require(voted.add(person), person + " voted twice");
    require(data.number("stage") == stage, "a vote for a stage that is not open");
    require(
        !record.request().conflicted().contains(new PersonId(person)), "a vote of the own side");
    Stage open = stages.get(stage);
    String group = data.text("group");
    boolean asked =
        group.equals(open.group().value())
            || (escalated.contains(stage)
                && open.escalation().filter(by -> group.equals(by.to().value())).isPresent());
    require(asked, "a vote for " + group + ", which was not asked");
    require(
        people.members(new GroupName(group)).stream()
            .map(Person::id)
            .anyMatch(new PersonId(person)::equals),
        person + " is not of " + group);
    switch (data.text("decision")) {
      case "approve" -> approved(open, at);
      case "reject" -> end = Optional.of(RequestEnd.REJECTED);
      default -> end = Optional.of(RequestEnd.RETURNED);
    }
  }

  private void approved(Stage open, Instant at) {
    if (windowEnd.isEmpty()) {
      windowEnd =
          stages.stream()
              .flatMap(each -> each.voteWindow().stream())
              .min(Comparator.naturalOrder())
              .map(at::plus);
    }
    approvals++;
    if (approvals == open.required()) {
      approvals = 0;
      stage++;
      since = at;
    }
    if (stage == stages.size()) {
      end = Optional.of(RequestEnd.APPROVED);
    } else {
      deadline = windowEnd.filter(deadline::isAfter).orElse(deadline);
    }
    changed = at;
  }

  private void reminded(int number, Instant at) {
    require(number > reminded && number <= record.request().remindAt().size(), "no such reminder");
    require(at.isBefore(deadline), "reminded after the deadline");
    require(!at.isBefore(reminder(number)), "reminded too early");
    reminded = number;
  }

  private Instant reminder(int number) {
    int percent = record.request().remindAt().get(number - 1);
    return opened.plus(Duration.between(opened, deadline).multipliedBy(percent).dividedBy(100));
  }

  private void escalated(int of, Instant at) {
    require(of == stage, "another stage escalated than the open one");
    require(escalated.add(of), "escalated twice");
    require(at.isBefore(deadline), "escalated after the deadline");
    require(escalation().filter(moment -> !at.isBefore(moment)).isPresent(), "escalated too early");
  }

  private Optional<Instant> escalation() {
    return stages.get(stage).escalation().map(Escalation::after).map(since::plus);
  }

  private void extended(JsonObject data, Instant at) {
    Extension by = record.request().extension().orElseThrow();
    Instant later = deadline.plus(by.by());
    Instant latest = opened.plus(Sla.LONGEST);
    later = later.isAfter(latest) ? latest : later;
    later = windowEnd.filter(later::isAfter).orElse(later);
    extended++;
    require(extended <= by.times(), "extended too often");
    require(at.isBefore(deadline), "extended after the deadline");
    require(data.instant("deadline").equals(later), "extended to another moment");
    deadline = later;
    changed = at;
  }

  /// What was due for longer than from one sweep to the next, and had not been done.
  private void missedBy(Instant at) {
    missed("the end", deadline, at);
    // A reminder that a later one has overtaken is not made up for.
    for (int number = reminded + 1; number <= record.request().remindAt().size(); number++) {
      missed("reminder " + number, reminder(number), at);
    }
    if (!escalated.contains(stage)) {
      escalation().ifPresent(moment -> missed("an escalation", moment, at));
    }
  }

  private void missed(String what, Instant due, Instant at) {
    Instant known = due.isBefore(changed) ? changed : due;
    require(!known.plus(SimulatedWeek.SWEEP).isBefore(at), what + " was missed by " + at);
  }

  private void compareEnd() {
    RequestState state = record.request().state();
    Optional<RequestEnd> stored =
        switch (state) {
          case RequestState.Refused _ -> Optional.of(RequestEnd.REFUSED);
          case RequestState.Approved _ -> Optional.of(RequestEnd.APPROVED);
          case RequestState.Rejected _ -> Optional.of(RequestEnd.REJECTED);
          case RequestState.Returned _ -> Optional.of(RequestEnd.RETURNED);
          case RequestState.Expired _ -> Optional.of(RequestEnd.EXPIRED);
          default -> Optional.empty();
        };
    require(end.isPresent(), "it did not end");
    require(end.equals(stored), "it is " + state + " and should be " + end);
    require(record.request().deadline().equals(deadline), "another deadline than " + deadline);
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      problems.add(record.request().id() + ": " + problem);
    }
  }
}
