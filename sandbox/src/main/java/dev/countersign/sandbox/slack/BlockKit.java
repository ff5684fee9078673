package dev.countersign.sandbox.slack;

import static dev.countersign.sandbox.wire.JsonRule.bool;
import static dev.countersign.sandbox.wire.JsonRule.list;
import static dev.countersign.sandbox.wire.JsonRule.text;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.sandbox.wire.JsonRule;
import dev.countersign.sandbox.wire.MemberRules;
import dev.countersign.sandbox.wire.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Says what Slack would refuse about blocks and views: types, required and unknown members,
/// lengths, counts, and ids that must be unique. An empty answer means that Slack takes them.
///
/// Limits: docs.slack.dev/reference/block-kit. Lengths are counted in UTF-16 code units. Only the
/// block and element types that Countersign sends are known; any other is refused as `unsupported
/// type`.
public final class BlockKit {
  /// Blocks in a message.
  public static final int BLOCKS_PER_MESSAGE = 50;

  /// Blocks in a modal or App Home.
  public static final int BLOCKS_PER_VIEW = 100;

  /// Characters of text in all blocks of one message. Slack documents no figure; its users report
  /// 9,597 accepted and 11,341 refused with `msg_blocks_too_long` (slackapi/bolt-js issue 2867), so
  /// the sandbox stays on the safe side.
  public static final int TEXT_PER_MESSAGE = 10_000;

  private static final int VIEW_TITLE = 24;
  private static final int PRIVATE_METADATA = 3_000;

  private static final JsonRule MODAL =
      view("modal")
          .required("title", TextGrammar.plain(VIEW_TITLE))
          .optional("submit", TextGrammar.plain(VIEW_TITLE))
          .optional("close", TextGrammar.plain(VIEW_TITLE))
          .optional("clear_on_close", bool())
          .optional("notify_on_close", bool())
          .optional("submit_disabled", bool())
          .then(BlockKit::submitForInput);

  private static final JsonRule VIEW =
      JsonRule.byType(Map.of("modal", MODAL, "home", view("home")));

  private BlockKit() {}

  /// Everything wrong with the blocks of a message; pointers start at `/blocks`.
  public static List<Violation> checkMessage(JsonArray blocks) {
    var found = new ArrayList<Violation>();
    list(0, BLOCKS_PER_MESSAGE, BlockGrammar.BLOCK).check(blocks, "/blocks", found);
    checkIdentities(blocks, "/blocks", found);
    checkOneTable(blocks, found);
    return List.copyOf(found);
  }

  /// Everything wrong with a modal or an App Home; pointers start at `/view`.
  public static List<Violation> checkView(JsonObject view) {
    var found = new ArrayList<Violation>();
    VIEW.check(view, "/view", found);
    if (view.get("blocks") instanceof JsonArray blocks) {
      checkIdentities(blocks, "/view/blocks", found);
    }
    return List.copyOf(found);
  }

  /// The characters that count towards [#TEXT_PER_MESSAGE]: every `text` string at any depth.
  public static int textLength(Json value) {
    return switch (value) {
      case JsonArray(List<Json> items) -> items.stream().mapToInt(BlockKit::textLength).sum();
      case JsonObject object ->
          object.members().entrySet().stream()
              .mapToInt(member ->
                  member.getKey().equals("text")
                          && member.getValue() instanceof JsonString(String text)
                      ? text.length()
                      : textLength(member.getValue()))
              .sum();
      default -> 0;
    };
  }

  private static MemberRules view(String type) {
    return MemberRules.typed(type)
        .required("blocks", list(0, BLOCKS_PER_VIEW, BlockGrammar.BLOCK))
        .optional("private_metadata", text(0, PRIVATE_METADATA))
        .optional("callback_id", text(0, ElementGrammar.ID))
        .optional("external_id", text(1, ElementGrammar.ID));
  }

  private static void submitForInput(Json value, String pointer, List<Violation> found) {
    var modal = (JsonObject) value;
    boolean asks = modal.items("blocks").stream().anyMatch(block -> isType(block, "input"));
    if (asks && !modal.has("submit")) {
      found.add(new Violation("missing required field: submit", pointer));
    }
  }

  private static void checkIdentities(JsonArray blocks, String pointer, List<Violation> found) {
    checkUnique(blocks, "block_id", pointer, found);
    for (int i = 0; i < blocks.items().size(); i++) {
      if (blocks.items().get(i) instanceof JsonObject block
          && block.get("elements") instanceof JsonArray elements) {
        checkUnique(elements, "action_id", pointer + "/" + i + "/elements", found);
      }
    }
  }

  private static void checkUnique(
      JsonArray holders, String name, String pointer, List<Violation> found) {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < holders.items().size(); i++) {
      if (holders.items().get(i) instanceof JsonObject holder
          && holder.get(name) instanceof JsonString(String id)
          && !ids.add(id)) {
        String at = pointer + "/" + i + "/" + name;
        found.add(new Violation("`" + name + "` already exists: " + id, at));
      }
    }
  }

  private static void checkOneTable(JsonArray blocks, List<Violation> found) {
    if (blocks.items().stream().filter(block -> isType(block, "table")).count() > 1) {
      found.add(new Violation("only one table allowed", "/blocks"));
    }
  }

  private static boolean isType(Json block, String type) {
    return block instanceof JsonObject object && Json.of(type).equals(object.get("type"));
  }
}
