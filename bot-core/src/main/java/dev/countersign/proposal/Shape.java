package dev.countersign.proposal;

import dev.countersign.json.Json;

/// What one value of the body must look like; notes everything that is wrong with it. Built from
/// [Shapes].
@FunctionalInterface
interface Shape {
  void check(Json value, Place at);

  /// Both must hold; both note what they find.
  default Shape and(Shape other) {
    return (value, at) -> {
      check(value, at);
      other.check(value, at);
    };
  }
}
