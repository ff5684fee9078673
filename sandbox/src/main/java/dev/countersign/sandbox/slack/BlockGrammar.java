package dev.countersign.sandbox.slack;

import static dev.countersign.sandbox.wire.JsonRule.bool;
import static dev.countersign.sandbox.wire.JsonRule.byType;
import static dev.countersign.sandbox.wire.JsonRule.list;
import static dev.countersign.sandbox.wire.JsonRule.oneOf;
import static dev.countersign.sandbox.wire.JsonRule.text;

import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.JsonRule;
import dev.countersign.sandbox.wire.MemberRules;
import dev.countersign.sandbox.wire.Violation;
import java.util.List;
import java.util.Map;

/// The blocks (docs.slack.dev/reference/block-kit/blocks). A block type that Countersign never
/// sends is refused.
final class BlockGrammar {
  static final int HEADER = 150;
  static final int SECTION_TEXT = 3_000;
  static final int SECTION_FIELDS = 10;
  static final int FIELD_TEXT = 2_000;
  static final int CONTEXT_ELEMENTS = 10;
  static final int ACTIONS = 25;
  static final int INPUT_LABEL = 2_000;
  static final int TABLE_ROWS = 100;
  static final int TABLE_CELLS = 20;

  private static final JsonRule SECTION =
      block("section")
          .optional("text", TextGrammar.any(SECTION_TEXT))
          .optional("fields", list(1, SECTION_FIELDS, TextGrammar.any(FIELD_TEXT)))
          .optional("accessory", ElementGrammar.AS_ACCESSORY)
          .optional("expand", bool())
          .then(BlockGrammar::textOrFields);

  private static final JsonRule CONTEXT_ELEMENT =
      byType(
          Map.of(
              "image",
              ElementGrammar.IMAGE,
              "plain_text",
              TextGrammar.any(SECTION_TEXT),
              "mrkdwn",
              TextGrammar.any(SECTION_TEXT)));

  private static final JsonRule IMAGE =
      block("image")
          .required("alt_text", text(1, ElementGrammar.ALT_TEXT))
          .optional("image_url", RichTextGrammar.url())
          .optional("slack_file", JsonRule.anyObject())
          .optional("title", TextGrammar.plain(ElementGrammar.ALT_TEXT))
          .then(ElementGrammar::onePicture);

  private static final JsonRule INPUT =
      block("input")
          .required("label", TextGrammar.plain(INPUT_LABEL))
          .required("element", ElementGrammar.IN_INPUT)
          .optional("hint", TextGrammar.plain(INPUT_LABEL))
          .optional("optional", bool())
          .optional("dispatch_action", bool());

  private static final JsonRule CELL =
      byType(
          Map.of(
              "rich_text",
              RichTextGrammar.RICH_TEXT,
              "raw_text",
              MemberRules.typed("raw_text").required("text", text(1, SECTION_TEXT))));

  private static final JsonRule TABLE =
      block("table")
          .required("rows", list(1, TABLE_ROWS, list(1, TABLE_CELLS, CELL)))
          .optional(
              "column_settings",
              list(
                  1,
                  TABLE_CELLS,
                  MemberRules.plain()
                      .optional("align", oneOf("left", "center", "right"))
                      .optional("is_wrapped", bool())));

  static final JsonRule BLOCK =
      byType(
          Map.of(
              "header",
              block("header").required("text", TextGrammar.plain(HEADER)),
              "section",
              SECTION,
              "rich_text",
              RichTextGrammar.RICH_TEXT,
              "context",
              block("context").required("elements", list(1, CONTEXT_ELEMENTS, CONTEXT_ELEMENT)),
              "actions",
              block("actions").required("elements", list(1, ACTIONS, ElementGrammar.IN_ACTIONS)),
              "divider",
              block("divider"),
              "image",
              IMAGE,
              "input",
              INPUT,
              "table",
              TABLE));

  private BlockGrammar() {}

  private static MemberRules block(String type) {
    return MemberRules.typed(type).optional("block_id", text(1, ElementGrammar.ID));
  }

  private static void textOrFields(Json value, String pointer, List<Violation> found) {
    var section = (JsonObject) value;
    if (!section.has("text") && !section.has("fields")) {
      found.add(new Violation("must define either `text` or `fields`", pointer));
    }
  }
}
