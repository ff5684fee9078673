package dev.countersign.courier;

import dev.countersign.card.Board;
import dev.countersign.card.Board.Due;
import dev.countersign.card.Board.Scope;
import dev.countersign.card.BoardDesk;
import dev.countersign.drawing.BoardRow;
import dev.countersign.execution.ActionExecutor;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.WaitingFilter;
import dev.countersign.ledger.WaitingLine;
import dev.countersign.ledger.WaitingPlace;
import dev.countersign.people.AccountId;
import dev.countersign.people.ConsoleRole;
import dev.countersign.people.Directory;
import dev.countersign.people.Group;
import dev.countersign.people.Person;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Policy;
import dev.countersign.policy.TagName;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.ActionKind;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Entitlement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What waits, by risk and time, for one person. It looks at no more than [Board#MOST_COUNTED]
/// requests for the picture, and at [#MOST_LOOKED_AT] more where it is narrowed.
public final class WaitingBoard implements BoardDesk {
  static final Duration QUARTER = Duration.ofMinutes(15);
  static final Duration HOUR = Duration.ofHours(1);
  static final Duration SHIFT = Duration.ofHours(8);

  /// Of what is narrowed, or behind the first page: it is shown, and not counted.
  static final int MOST_LOOKED_AT = 250;

  private static final Board NOBODYS =
      new Board(
          Scope.OWN,
          false,
          List.of(),
          Optional.empty(),
          "",
          Map.of(),
          true,
          Instant.EPOCH,
          new Board.Choices(List.of(), List.of(), List.of(), List.of(), List.of()));

  private final Ledger ledger;
  private final Directory directory;
  private final Supplier<Policy> policy;
  private final ActionExecutor executor;

  /// @param policy knows the tags that one can ask for
  /// @param executor knows where target systems are
  public WaitingBoard(
      Ledger ledger, Directory directory, Supplier<Policy> policy, ActionExecutor executor) {
    this.ledger = ledger;
    this.directory = directory;
    this.policy = policy;
    this.executor = executor;
  }

  /// For whom one board is made.
  ///
  /// @param groups whose requests are looked at
  private record Viewing(
      Person person, Directory people, Scope scope, boolean mayAll, Set<GroupName> groups) {

    Set<GroupName> asked(Optional<GroupName> one) {
      return one.map(name -> groups.contains(name) ? Set.of(name) : Set.<GroupName>of())
          .orElse(groups);
    }
  }

  @Override
  public Board board(AccountId viewer, Question question) {
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(viewer);
    if (person.isEmpty()) {
      return NOBODYS;
    }
    boolean mayAll =
        people.consoleRoles(person.get()).stream().anyMatch(ConsoleRole::seesWhatWaits);
    Scope scope = mayAll ? question.scope() : Scope.OWN;
    Viewing viewing =
        new Viewing(
            person.get(),
            people,
            scope,
            mayAll,
            scope == Scope.ALL
                ? people.groups().stream().map(Group::name).collect(Collectors.toSet())
                : person.get().groupsDecidedIn());
    Instant now = ledger.now();
    List<WaitingLine> all =
        look(viewing, viewing.groups(), WaitingFilter.ALL, Optional.empty(), Board.MOST_COUNTED);
    boolean complete = all.size() < Board.MOST_COUNTED;
    Optional<WaitingPlace> after = place(question.after(), viewing);
    Optional<TagName> tag = Optional.empty();
    String said = "";
    switch (TagQuestion.of(question.tag(), policy.get())) {
      case TagQuestion.All _ -> {}
      case TagQuestion.Tagged(var name) -> tag = Optional.of(name);
      case TagQuestion.Unknown(var answer) -> said = answer;
    }
    boolean anew = question.narrows() || after.isPresent();
    int most = anew ? MOST_LOOKED_AT : Board.MOST_COUNTED;
    List<WaitingLine> looked =
        !said.isEmpty()
            ? List.of()
            : anew
                ? look(
                    viewing,
                    viewing.asked(question.group()),
                    filter(question, tag, now),
                    after,
                    most)
                : all;
    List<WaitingLine> shown = shown(looked, viewing);
    boolean further = shown.size() > Board.MOST_ROWS || looked.size() == most;
    Optional<ProposalId> next =
        !further
            ? Optional.empty()
            : Optional.of(
                shown.size() > Board.MOST_ROWS
                    ? shown.get(Board.MOST_ROWS - 1).id()
                    : looked.getLast().id());
    return new Board(
        scope,
        mayAll,
        shown.stream()
            .limit(Board.MOST_ROWS)
            .map(line -> BoardRow.of(line, executor.environment(line.outline().targetSystem())))
            .toList(),
        next,
        (said + frozen()).strip(),
        counts(all, viewing, now),
        complete,
        now,
        choices(all, viewing));
  }

  private String frozen() {
    return ledger.freezing().inForce().isEmpty()
        ? ""
        : " Something is frozen: what it covers can be decided, and does not run.";
  }

  private List<WaitingLine> look(
      Viewing viewing,
      Set<GroupName> groups,
      WaitingFilter filter,
      Optional<WaitingPlace> after,
      int most) {
    return groups.isEmpty()
        ? List.of()
        : ledger.waiting(viewing.person().id(), groups, filter, after, most);
  }

  private WaitingFilter filter(Question question, Optional<TagName> tag, Instant now) {
    return new WaitingFilter(
        tag,
        question.risk(),
        question.actionClass().map(WaitingBoard::kinds).orElse(Set.of()),
        question.agent(),
        question.environment().map(executor::systems),
        question.due().flatMap(due -> from(due, now)),
        question.due().flatMap(due -> before(due, now)));
  }

  private static Set<ActionKind> kinds(ActionClass actionClass) {
    return Arrays.stream(ActionKind.values())
        .filter(kind -> kind.actionClass() == actionClass)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// One more than are shown where there is one more. What a line does not tell is asked of the
  /// records, of as many at once as are still to be shown.
  private List<WaitingLine> shown(List<WaitingLine> looked, Viewing viewing) {
    List<WaitingLine> own = looked.stream().filter(line -> isFor(line, viewing)).toList();
    List<WaitingLine> shown = new ArrayList<>();
    for (int from = 0; from < own.size() && shown.size() <= Board.MOST_ROWS; ) {
      int to = Math.min(own.size(), from + Board.MOST_ROWS + 1 - shown.size());
      shown.addAll(surely(own.subList(from, to), viewing));
      from = to;
    }
    return shown;
  }

  /// Of everything, but what bears on the viewer: what is said of them is not said to them.
  private static boolean isFor(WaitingLine line, Viewing viewing) {
    return viewing.scope() == Scope.ALL
        ? !line.bearsOn(viewing.person(), viewing.people())
        : line.isFor(viewing.person(), viewing.people());
  }

  /// A line says neither whose place is still free, nor whose functions count, nor on whom it bears
  /// by the people of now; the record does. What does not read is left out, and keeps no other from
  /// being shown; whoever opens it hears so.
  private List<WaitingLine> surely(List<WaitingLine> lines, Viewing viewing) {
    List<ProposalId> unsure =
        lines.stream()
            .filter(line ->
                viewing.scope() == Scope.ALL
                    || !viewing.person().delegations().isEmpty()
                    || line.byFunction())
            .map(WaitingLine::id)
            .toList();
    Set<ProposalId> sure =
        unsure.isEmpty()
            ? Set.of()
            : ledger.findAll(unsure).stream()
                .filter(record -> isFor(record, viewing))
                .map(record -> record.request().id())
                .collect(Collectors.toSet());
    return lines.stream()
        .filter(line -> !unsure.contains(line.id()) || sure.contains(line.id()))
        .toList();
  }

  private static boolean isFor(RequestRecord record, Viewing viewing) {
    return viewing.scope() == Scope.ALL
        ? !record.conflicted(viewing.people()).contains(viewing.person().id())
        : record.entitlement(viewing.person(), viewing.people()) == Entitlement.ENTITLED;
  }

  /// Nobody learns by a cursor where another's request stands.
  private Optional<WaitingPlace> place(String after, Viewing viewing) {
    return ProposalId.parse(after)
        .flatMap(id -> ledger.findAll(List.of(id)).stream().findFirst())
        .filter(record -> viewing.mayAll() || concerns(record, viewing))
        .map(WaitingPlace::of);
  }

  private static boolean concerns(RequestRecord record, Viewing viewing) {
    return record.concerns(viewing.person(), viewing.people());
  }

  private static Map<Board.Cell, Integer> counts(
      List<WaitingLine> lines, Viewing viewing, Instant now) {
    Map<Board.Cell, Integer> counts = new HashMap<>();
    lines.stream()
        .filter(line -> isFor(line, viewing))
        .forEach(line ->
            counts.merge(new Board.Cell(line.risk(), due(line.deadline(), now)), 1, Integer::sum));
    return counts;
  }

  static Due due(Instant deadline, Instant now) {
    return Arrays.stream(Due.values())
        .filter(due -> before(due, now).map(deadline::isBefore).orElse(true))
        .findFirst()
        .orElse(Due.LATER);
  }

  private static Optional<Instant> before(Due due, Instant now) {
    return switch (due) {
      case QUARTER -> Optional.of(now.plus(QUARTER));
      case HOUR -> Optional.of(now.plus(HOUR));
      case SHIFT -> Optional.of(now.plus(SHIFT));
      case LATER -> Optional.empty();
    };
  }

  private static Optional<Instant> from(Due due, Instant now) {
    return switch (due) {
      case QUARTER -> Optional.empty();
      case HOUR -> Optional.of(now.plus(QUARTER));
      case SHIFT -> Optional.of(now.plus(HOUR));
      case LATER -> Optional.of(now.plus(SHIFT));
    };
  }

  private Board.Choices choices(List<WaitingLine> lines, Viewing viewing) {
    List<WaitingLine> own = lines.stream().filter(line -> isFor(line, viewing)).toList();
    return new Board.Choices(
        viewing.groups().stream().sorted(Comparator.comparing(GroupName::value)).toList(),
        own.stream().map(line -> line.outline().kind().actionClass()).distinct().sorted().toList(),
        own.stream()
            .map(line -> executor.environment(line.outline().targetSystem()))
            .distinct()
            .sorted()
            .toList(),
        own.stream()
            .map(WaitingLine::agent)
            .distinct()
            .sorted(Comparator.comparing(AgentId::value))
            .toList(),
        own.stream()
            .flatMap(line -> line.tags().stream())
            .map(tag -> tag.name().toString())
            .distinct()
            .sorted()
            .toList());
  }
}
