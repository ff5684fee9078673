package dev.countersign.teams.caller;

import dev.countersign.teams.caller.ActivityReading.Fault;
import dev.countersign.teams.caller.ActivityReading.Malformed;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the body of a call as an activity of the Bot Framework (github.com/microsoft/Agents
/// `specs/activity/protocol-activity.md`). Members that we do not use are skipped; those that we
/// use have exactly the type that the protocol gives them, since nothing is converted.
public final class ActivityReader {
  public static final int MAX_BYTES = 256 * 1024;

  private static final JsonMapper JSON = StrictJson.mapper(MAX_BYTES);

  public ActivityReading read(byte[] body) {
    if (body.length > MAX_BYTES) {
      return new Malformed(Fault.TOO_LARGE);
    }
    String text;
    try {
      // A new decoder reports what is malformed; Jackson by itself would guess the encoding.
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException _) {
      return new Malformed(Fault.NOT_UTF8);
    }
    Optional<JsonNode> tree = tree(text);
    return tree.isEmpty() ? new Malformed(Fault.NOT_JSON) : activity(tree.get());
  }

  private static Optional<JsonNode> tree(String text) {
    try {
      return Optional.ofNullable(JSON.readTree(text)).filter(node -> !node.isMissingNode());
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private static ActivityReading activity(JsonNode tree) {
    if (!tree.isObject()) {
      return new Malformed(Fault.WRONG_SHAPE);
    }
    try {
      Activity activity = JSON.treeToValue(tree, Activity.class);
      String type = activity.type();
      return type == null || type.isEmpty()
          ? new Malformed(Fault.NO_TYPE)
          : new ActivityReading.Read(activity);
    } catch (JacksonException _) {
      return new Malformed(Fault.WRONG_SHAPE);
    }
  }
}
