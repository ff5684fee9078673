package dev.countersign.people;

import java.util.List;

/// Seats that the same persons can fill.
///
/// @param distinct whether each needs a function that no other approval has
record Seats(int number, boolean distinct, List<Person> able) {}
