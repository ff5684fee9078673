package dev.countersign.sandbox.slack;

import static dev.countersign.sandbox.wire.JsonRule.bool;
import static dev.countersign.sandbox.wire.JsonRule.byType;
import static dev.countersign.sandbox.wire.JsonRule.integer;
import static dev.countersign.sandbox.wire.JsonRule.list;
import static dev.countersign.sandbox.wire.JsonRule.matching;
import static dev.countersign.sandbox.wire.JsonRule.oneOf;
import static dev.countersign.sandbox.wire.JsonRule.text;

import dev.countersign.sandbox.wire.JsonRule;
import dev.countersign.sandbox.wire.MemberRules;
import java.util.Map;
import java.util.regex.Pattern;

/// `rich_text`: sections, lists, quotes and preformatted text, and the leaves inside them
/// (docs.slack.dev/reference/block-kit/blocks/rich-text-block).
final class RichTextGrammar {
  static final int ID = 255;
  static final int URL = 3_000;
  static final int LEAF_TEXT = BlockKit.TEXT_PER_MESSAGE;
  static final int ELEMENTS = 1_000;
  static final int LIST_INDENT = 8;
  private static final Pattern WEB_ADDRESS = Pattern.compile("(?i)https?://[^\\s/?#]\\S*");

  private static final long LAST_SECOND_OF_9999 = 253_402_300_799L;

  /// Names inside braces and plain text around them, as in `{date_short_pretty} at {time}`.
  private static final Pattern DATE_FORMAT =
      Pattern.compile(
          "(?:[^{}]|\\{(?:date_num|date|date_short|date_long|date_pretty|date_short_pretty"
              + "|date_long_pretty|day_divider_pretty|date_long_full|time|time_secs|ago)\\})+");

  private static final JsonRule STYLE = limitedStyle().optional("code", bool());

  private static final JsonRule LIMITED_STYLE = limitedStyle();

  private static final JsonRule LEAF_TEXT_ELEMENT =
      MemberRules.typed("text").required("text", text(1, LEAF_TEXT)).optional("style", STYLE);

  private static final JsonRule LINK =
      MemberRules.typed("link")
          .required("url", url())
          .optional("text", text(1, LEAF_TEXT))
          .optional("unsafe", bool())
          .optional("style", STYLE);

  private static final JsonRule LEAF =
      byType(
          Map.of(
              "text",
              LEAF_TEXT_ELEMENT,
              "link",
              LINK,
              "user",
              naming("user", "user_id"),
              "usergroup",
              naming("usergroup", "usergroup_id"),
              "channel",
              naming("channel", "channel_id"),
              "team",
              naming("team", "team_id"),
              "emoji",
              MemberRules.typed("emoji")
                  .required("name", text(1, ID))
                  .optional("unicode", text(1, ID))
                  .optional("skin_tone", integer(1, 6))
                  .optional("style", LIMITED_STYLE),
              "broadcast",
              MemberRules.typed("broadcast")
                  .required("range", oneOf("here", "channel", "everyone"))
                  .optional("style", LIMITED_STYLE),
              "color",
              MemberRules.typed("color")
                  .required("value", text(1, ID))
                  .optional("style", LIMITED_STYLE),
              "date",
              MemberRules.typed("date")
                  .required("timestamp", integer(0, LAST_SECOND_OF_9999))
                  .required("format", matching(ID, DATE_FORMAT, "invalid date format"))
                  .optional("url", url())
                  .optional("fallback", text(1, LEAF_TEXT))
                  .optional("style", STYLE)));

  private static final MemberRules SECTION =
      MemberRules.typed("rich_text_section").required("elements", list(0, ELEMENTS, LEAF));

  private static final MemberRules LIST =
      MemberRules.typed("rich_text_list")
          .required("style", oneOf("bullet", "ordered"))
          .required("elements", list(1, ELEMENTS, SECTION))
          .optional("indent", integer(0, LIST_INDENT))
          .optional("offset", integer(0, Integer.MAX_VALUE))
          .optional("border", integer(0, 1));

  private static final MemberRules QUOTE =
      MemberRules.typed("rich_text_quote")
          .required("elements", list(1, ELEMENTS, LEAF))
          .optional("border", integer(0, 1));

  private static final MemberRules PREFORMATTED =
      MemberRules.typed("rich_text_preformatted")
          .required(
              "elements",
              list(1, ELEMENTS, byType(Map.of("text", LEAF_TEXT_ELEMENT, "link", LINK))))
          .optional("border", integer(0, 1))
          .optional("language", text(1, ID));

  static final MemberRules RICH_TEXT =
      MemberRules.typed("rich_text")
          .optional("block_id", text(1, ID))
          .required(
              "elements",
              list(
                  1,
                  ELEMENTS,
                  byType(
                      Map.of(
                          "rich_text_section",
                          SECTION,
                          "rich_text_list",
                          LIST,
                          "rich_text_quote",
                          QUOTE,
                          "rich_text_preformatted",
                          PREFORMATTED))));

  private RichTextGrammar() {}

  static JsonRule url() {
    return matching(URL, WEB_ADDRESS, "must be a valid url");
  }

  private static MemberRules limitedStyle() {
    return MemberRules.plain()
        .optional("bold", bool())
        .optional("italic", bool())
        .optional("strike", bool())
        .optional("underline", bool())
        .optional("highlight", bool())
        .optional("client_highlight", bool())
        .optional("unlink", bool());
  }

  private static MemberRules naming(String type, String member) {
    return MemberRules.typed(type).required(member, text(1, ID)).optional("style", LIMITED_STYLE);
  }
}
