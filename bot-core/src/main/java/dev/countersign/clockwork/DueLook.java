package dev.countersign.clockwork;

import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Entitlement;
import dev.countersign.request.RequestEvent;
import dev.countersign.request.Timetable;
import dev.countersign.request.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks for what time asks for of a request, and for what that depends on beside it.
final class DueLook {
  /// Another group for each stage that is open, a reminder and the end at once.
  private static final int MOST_EVENTS = 12;

  private final Directory directory;
  private final CardOrders orders;

  DueLook(Directory directory, CardOrders orders) {
    this.directory = directory;
    this.orders = orders;
  }

  /// What is found.
  ///
  /// @param events in the order in which they come
  /// @param silent those who could decide by now and have not
  /// @param places where the request is asked once these events have happened
  record Due(List<RequestEvent> events, List<PersonId> silent, Set<ChatAddress> places) {
    Due {
      events = List.copyOf(events);
      silent = List.copyOf(silent);
      places = Set.copyOf(places);
    }
  }

  Due at(RequestRecord record) {
    List<RequestEvent> events = new ArrayList<>();
    ApprovalRequest request = record.request();
    Optional<RequestEvent> next = Timetable.event(request, record.now());
    while (next.isPresent() && events.size() < MOST_EVENTS) {
      events.add(next.get());
      request = Transition.move(request, next.get());
      next = Timetable.event(request, record.now());
    }
    return events.isEmpty()
        ? new Due(events, List.of(), Set.of())
        : new Due(events, silent(record), orders.places(request, record.now()));
  }

  private List<PersonId> silent(RequestRecord record) {
    Directory people = directory.asOfNow();
    return record.request().asked().stream()
        .flatMap(group -> people.deciders(group, record.now()).stream())
        .filter(person -> record.entitlement(person, people) == Entitlement.ENTITLED)
        .map(Person::id)
        .distinct()
        .toList();
  }
}
