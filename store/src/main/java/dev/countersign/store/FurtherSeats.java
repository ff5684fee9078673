package dev.countersign.store;

import dev.countersign.policy.GroupName;
import dev.countersign.request.Seat;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The further stages in which a vote may count, in one text: `1:legal,2:finance`, the number of
/// the stage and the group; null where there are none. No group has a comma or a colon in its name.
final class FurtherSeats {
  private static final String SEPARATOR = ",";

  private FurtherSeats() {}

  static Optional<String> toText(List<Seat> seats) {
    return seats.isEmpty()
        ? Optional.empty()
        : Optional.of(
            seats.stream()
                .map(seat -> seat.stage() + ":" + seat.group())
                .collect(Collectors.joining(SEPARATOR)));
  }

  static List<Seat> ofText(Optional<String> text) {
    return text.stream()
        .flatMap(all -> Arrays.stream(all.split(SEPARATOR, -1)))
        .map(FurtherSeats::seat)
        .toList();
  }

  private static Seat seat(String text) {
    int colon = text.indexOf(':');
    return new Seat(
        Integer.parseInt(text.substring(0, colon)), new GroupName(text.substring(colon + 1)));
  }
}
