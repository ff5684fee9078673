package dev.countersign.store;

import dev.countersign.people.Group.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One of the ways in which a group is asked on one surface, as `group_place` has it.
///
/// @param channel null where members are asked directly
record PlaceRow(String kind, @Nullable String channel) {
  private static final String CHANNEL = "channel";
  private static final String DIRECT = "direct";

  static List<PlaceRow> of(Place place) {
    List<PlaceRow> rows = new ArrayList<>();
    place.channel().ifPresent(channel -> rows.add(new PlaceRow(CHANNEL, channel)));
    if (place.direct()) {
      rows.add(new PlaceRow(DIRECT, null));
    }
    return rows;
  }

  Place place() {
    return switch (kind) {
      case CHANNEL -> Place.in(Objects.requireNonNull(channel));
      case DIRECT -> Place.directly();
      default -> throw new IllegalArgumentException("no place is of this kind");
    };
  }

  static Place both(Place one, Place other) {
    return new Place(one.channel().or(other::channel), one.direct() || other.direct());
  }
}
