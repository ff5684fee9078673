package dev.countersign.store;

import dev.countersign.people.Group.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One of the ways in which a group is asked on one surface, as `group_place` has it.
///
/// @param channel null where members are asked directly; of a group that is called together its own
///   id
record PlaceRow(String kind, @Nullable String channel) {
  private static final String CHANNEL = "channel";
  private static final String DIRECT = "direct";
  private static final String CALLED = "called";

  static List<PlaceRow> of(Place place) {
    List<PlaceRow> rows = new ArrayList<>();
    place.channel().ifPresent(channel -> rows.add(new PlaceRow(CHANNEL, channel)));
    if (place.direct()) {
      rows.add(new PlaceRow(DIRECT, null));
    }
    place.calledAs().ifPresent(id -> rows.add(new PlaceRow(CALLED, id)));
    return rows;
  }

  /// The place that all ways of one group on one surface make.
  ///
  /// @throws IllegalArgumentException when they make none
  static Place place(List<PlaceRow> rows) {
    if (!Set.of(CHANNEL, DIRECT, CALLED).containsAll(rows.stream().map(PlaceRow::kind).toList())) {
      throw new IllegalArgumentException("no place is of this kind");
    }
    return new Place(
        named(rows, CHANNEL),
        rows.stream().anyMatch(row -> row.kind().equals(DIRECT)),
        named(rows, CALLED));
  }

  private static Optional<String> named(List<PlaceRow> rows, String kind) {
    return rows.stream()
        .filter(row -> row.kind().equals(kind))
        .map(row -> Objects.requireNonNull(row.channel()))
        .findFirst();
  }
}
