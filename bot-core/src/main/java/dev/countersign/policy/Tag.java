package dev.countersign.policy;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.List;

/// A tag of one request: what the policy called it, for lists and figures. It decides nothing.
///
/// @param claimed whether its condition reads what only the agent says
public record Tag(TagName name, boolean claimed) {
  private static final String TAGS = "tags";
  private static final String NAME = "tag";
  private static final String CLAIMED = "claimed";

  /// With the mark of a claim where it is one.
  @Override
  public String toString() {
    return claimed ? name + " (claimed)" : name.toString();
  }

  private JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder().put(NAME, name.toString());
    return claimed ? json.put(CLAIMED, true).build() : json.build();
  }

  private static Tag fromJson(JsonObject json) {
    return new Tag(TagName.of(json.text(NAME)), json.has(CLAIMED) && json.bool(CLAIMED));
  }

  /// Nothing where there are none: rulings without tags keep the bytes that they have always had.
  static void into(JsonObject.Builder ruling, List<Tag> tags) {
    if (!tags.isEmpty()) {
      ruling.put(TAGS, JsonArray.of(tags, Tag::toJson));
    }
  }

  /// The tags of a ruling, or of its entry, in the order of their kinds.
  public static List<Tag> of(JsonObject ruling) {
    return ruling.optionalObjects(TAGS, Tag::fromJson);
  }
}
