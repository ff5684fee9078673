package dev.countersign.proposal;

import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// An object with these members and no others.
final class ObjectShape implements Shape {
  private final Map<String, Member> members = new LinkedHashMap<>();

  private ObjectShape(Member... members) {
    Arrays.stream(members).forEach(member -> this.members.put(member.name(), member));
  }

  record Member(String name, Shape shape, boolean required) {}

  static ObjectShape object(Member... members) {
    return new ObjectShape(members);
  }

  static Member required(String name, Shape shape) {
    return new Member(name, shape, true);
  }

  static Member optional(String name, Shape shape) {
    return new Member(name, shape, false);
  }

  @Override
  public void check(Json value, Place at) {
    if (!(value instanceof JsonObject object)) {
      at.refuse("wrong_type", "an object is expected");
      return;
    }
    object
        .members()
        .forEach((name, item) -> {
          Member member = members.get(name);
          if (member == null) {
            at.member(name).refuse("unknown_member", "no member of this name is known here");
          } else {
            member.shape().check(item, at.member(name));
          }
        });
    for (Member member : members.values()) {
      if (member.required() && !object.has(member.name())) {
        at.refuse("missing_member", "the member \"" + member.name() + "\" is required");
      }
    }
  }
}
