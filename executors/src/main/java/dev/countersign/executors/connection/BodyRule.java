package dev.countersign.executors.connection;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What may stand at one place of a body.
public sealed interface BodyRule {
  /// For the agent's developer: what follows "this must be".
  String expected();

  record Value(ValueRule value) implements BodyRule {
    @Override
    public String expected() {
      return value.expected();
    }
  }

  /// An object.
  ///
  /// @param fields by their names
  /// @param others whether it may have fields that are not listed, whatever they hold
  record Members(SortedMap<String, Field> fields, boolean others) implements BodyRule {
    public Members {
      fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    /// The names of the fields that have to be there.
    public List<String> required() {
      return fields.entrySet().stream()
          .filter(field -> field.getValue().required())
          .map(Map.Entry::getKey)
          .toList();
    }

    /// The rule of a field of this name; empty for one that is not listed.
    public Optional<Field> field(String name) {
      return Optional.ofNullable(fields.get(name));
    }

    /// The listed name that some targets take this one for, since they do not look at letter case.
    public Optional<String> mistakenFor(String name) {
      return fields.keySet().stream().filter(name::equalsIgnoreCase).findFirst();
    }

    @Override
    public String expected() {
      return "an object";
    }
  }

  /// A list.
  ///
  /// @param of what each of its items is; none is ever missing
  /// @param least items
  /// @param most items
  record Items(Field of, int least, int most) implements BodyRule {
    static final int MAX_ITEMS = 1_000;
    static final int USUAL_ITEMS = 100;

    @Override
    public String expected() {
      return "a list of " + least + " to " + most + " items";
    }
  }

  /// @param required whether it has to be there
  /// @param nullable whether it may be `null`
  record Field(BodyRule rule, boolean required, boolean nullable) {
    /// For the agent's developer, as [BodyRule#expected].
    public String expected() {
      return rule.expected() + (nullable ? ", or null" : "");
    }
  }
}
