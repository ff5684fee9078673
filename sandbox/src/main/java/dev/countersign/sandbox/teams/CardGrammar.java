package dev.countersign.sandbox.teams;

import static dev.countersign.sandbox.teams.CardRules.HORIZONTAL;
import static dev.countersign.sandbox.teams.CardRules.TEXT;
import static dev.countersign.sandbox.teams.CardRules.VERTICAL;
import static dev.countersign.sandbox.teams.CardRules.box;
import static dev.countersign.sandbox.teams.CardRules.element;
import static dev.countersign.sandbox.teams.CardRules.later;
import static dev.countersign.sandbox.teams.CardRules.list;
import static dev.countersign.sandbox.teams.CardRules.part;
import static dev.countersign.sandbox.teams.CardRules.placed;
import static dev.countersign.sandbox.teams.CardRules.word;
import static dev.countersign.sandbox.wire.JsonRule.bool;

import dev.countersign.sandbox.wire.JsonRule;
import dev.countersign.sandbox.wire.MemberRules;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The elements of Adaptive Cards 1.5 that Teams shows (adaptivecards.io/explorer). Members that
/// the schema does not know are refused, although a client would look over them.
final class CardGrammar {
  private static final JsonRule ITEMS = list(later(() -> CardGrammar.ELEMENT));

  private static final MemberRules TEXT_BLOCK =
      letters(element("TextBlock"))
          .required("text", TEXT)
          .optional("horizontalAlignment", HORIZONTAL)
          .optional("wrap", bool())
          .optional("maxLines", CardRules.number())
          .optional("style", word("default", "heading"));

  private static final MemberRules TEXT_RUN =
      letters(MemberRules.typed("TextRun"))
          .required("text", TEXT)
          .optional("highlight", bool())
          .optional("italic", bool())
          .optional("strikethrough", bool())
          .optional("underline", bool())
          .optional("selectAction", later(() -> ActionGrammar.ON_SELECT));

  private static final MemberRules RICH_TEXT_BLOCK =
      element("RichTextBlock")
          .required("inlines", list(CardRules.either(TEXT_RUN, TEXT)))
          .optional("horizontalAlignment", HORIZONTAL);

  private static final MemberRules CONTAINER = box(element("Container")).required("items", ITEMS);

  private static final MemberRules COLUMN =
      placed(box(part("Column")))
          .optional("items", ITEMS)
          .optional("width", CardRules.textOrNumber())
          .optional("fallback", CardRules.either(JsonRule.anyObject(), word("drop")));

  private static final MemberRules COLUMN_SET =
      box(element("ColumnSet"))
          .optional("columns", list(COLUMN))
          .optional("horizontalAlignment", HORIZONTAL);

  private static final MemberRules FACT_SET =
      element("FactSet")
          .required("facts", list(part("Fact").required("title", TEXT).required("value", TEXT)));

  private static final MemberRules IMAGE =
      placed(MemberRules.typed("Image"))
          .required("url", CardRules.imageUrl())
          .optional("altText", TEXT)
          .optional("backgroundColor", TEXT)
          .optional("height", TEXT)
          .optional("width", TEXT)
          .optional("horizontalAlignment", HORIZONTAL)
          .optional("size", word("auto", "stretch", "small", "medium", "large"))
          .optional("style", word("default", "person"))
          .optional("fallback", CardRules.either(JsonRule.anyObject(), word("drop")))
          .optional("selectAction", later(() -> ActionGrammar.ON_SELECT))
          .optional("msteams", JsonRule.anyObject());

  private static final MemberRules IMAGE_SET =
      element("ImageSet")
          .required("images", list(IMAGE))
          .optional("imageSize", word("auto", "stretch", "small", "medium", "large"));

  private static final MemberRules ACTION_SET =
      element("ActionSet").required("actions", ActionGrammar.ACTIONS);

  private static final MemberRules TABLE =
      aligned(element("Table"))
          .optional(
              "columns",
              list(
                  aligned(part("TableColumnDefinition"))
                      .optional("width", CardRules.textOrNumber())))
          .optional("rows", list(row()))
          .optional("firstRowAsHeader", bool())
          .optional("showGridLines", bool())
          .optional("gridStyle", CardRules.STYLE);

  /// Any element in a body, container, column or cell.
  static final JsonRule ELEMENT =
      JsonRule.byType(
          Stream.of(
                  Map.<String, JsonRule>of(
                      "TextBlock", TEXT_BLOCK,
                      "RichTextBlock", RICH_TEXT_BLOCK,
                      "Container", CONTAINER,
                      "ColumnSet", COLUMN_SET,
                      "FactSet", FACT_SET,
                      "Image", IMAGE,
                      "ImageSet", IMAGE_SET,
                      "ActionSet", ACTION_SET,
                      "Table", TABLE),
                  InputGrammar.BY_TYPE)
              .flatMap(types -> types.entrySet().stream())
              .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)));

  private CardGrammar() {}

  private static MemberRules letters(MemberRules shape) {
    return shape
        .optional("color", CardRules.COLOUR)
        .optional("fontType", CardRules.FONT)
        .optional("isSubtle", bool())
        .optional("size", CardRules.SIZE)
        .optional("weight", CardRules.WEIGHT);
  }

  private static MemberRules aligned(MemberRules shape) {
    return shape
        .optional("horizontalCellContentAlignment", HORIZONTAL)
        .optional("verticalCellContentAlignment", VERTICAL);
  }

  private static JsonRule row() {
    MemberRules cell = box(part("TableCell")).required("items", ITEMS);
    return aligned(part("TableRow"))
        .optional("cells", list(cell))
        .optional("style", CardRules.STYLE);
  }
}
