package dev.countersign.sandbox.wire;

import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The members of one kind of object: which must be there, which may be, and no others. Immutable.
public final class MemberRules implements JsonRule {
  private final Map<String, JsonRule> members;
  private final Set<String> required;

  private MemberRules(Map<String, JsonRule> members, Set<String> required) {
    this.members = members;
    this.required = required;
  }

  /// An object that says its `type`.
  public static MemberRules typed(String type) {
    return plain().required("type", JsonRule.oneOf(type));
  }

  public static MemberRules plain() {
    return new MemberRules(Map.of(), Set.of());
  }

  public MemberRules required(String name, JsonRule rule) {
    var more = new TreeSet<>(required);
    more.add(name);
    return new MemberRules(with(name, rule), more);
  }

  public MemberRules optional(String name, JsonRule rule) {
    return new MemberRules(with(name, rule), required);
  }

  private Map<String, JsonRule> with(String name, JsonRule rule) {
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
          JsonRule rule = members.get(name);
          if (rule == null) {
            found.add(new Violation("invalid additional property: " + name, pointer));
          } else {
            rule.check(member, pointer + "/" + name, found);
          }
        });
  }
}
