package dev.countersign.sandbox.wire;

import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The members of one kind of object: which must be there, which may be, and no others. Immutable.
public final class Shape implements Rule {
  private final Map<String, Rule> members;
  private final Set<String> required;

  private Shape(Map<String, Rule> members, Set<String> required) {
    this.members = members;
    this.required = required;
  }

  /// An object that says its `type`.
  public static Shape typed(String type) {
    return plain().required("type", Rule.oneOf(type));
  }

  public static Shape plain() {
    return new Shape(Map.of(), Set.of());
  }

  public Shape required(String name, Rule rule) {
    var more = new TreeSet<>(required);
    more.add(name);
    return new Shape(with(name, rule), more);
  }

  public Shape optional(String name, Rule rule) {
    return new Shape(with(name, rule), required);
  }

  private Map<String, Rule> with(String name, Rule rule) {
    var more = new LinkedHashMap<>(members);
    more.put(name, rule);
    return more;
  }

  @Override
  public void check(Json value, String pointer, List<Violation> found) {
    if (!(value instanceof JsonObject object)) {
      found.add(new Violation("must provide an object", pointer));
      return;
    }
    for (String name : required) {
      if (!object.has(name)) {
        found.add(new Violation("missing required field: " + name, pointer));
      }
    }
    object
        .members()
        .forEach((name, member) -> {
          Rule rule = members.get(name);
          if (rule == null) {
            found.add(new Violation("invalid additional property: " + name, pointer));
          } else {
            rule.check(member, pointer + "/" + name, found);
          }
        });
  }
}
