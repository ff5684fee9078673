package dev.countersign.sandbox.slack;

import static dev.countersign.sandbox.slack.Samples.actions;
import static dev.countersign.sandbox.slack.Samples.blocks;
import static dev.countersign.sandbox.slack.Samples.button;
import static dev.countersign.sandbox.slack.Samples.header;
import static dev.countersign.sandbox.slack.Samples.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.sandbox.wire.Violation;
import java.util.Collections;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockKitTest {
  private static final String DIVIDER = "{'type':'divider'}";

  static Stream<Arguments> atTheLimit() {
    return Stream.of(
        Arguments.of("header", header(x(150))),
        Arguments.of("section text", section(x(3000))),
        Arguments.of("section fields", fields(10, x(2000).substring(0, 500))),
        Arguments.of("field text", fields(1, x(2000))),
        Arguments.of("context elements", context(10)),
        Arguments.of("actions elements", buttons(25)),
        Arguments.of("button text", actions(button("a", x(75), "v"))),
        Arguments.of("button value", actions(button("a", "b", x(2000)))),
        Arguments.of("action id", actions(button(x(255), "b", "v"))),
        Arguments.of("block id", "{'type':'divider','block_id':'" + x(255) + "'}"),
        Arguments.of("button url", withButton("'url':'https://a/" + x(2990) + "'")),
        Arguments.of("button style", withButton("'style':'danger'")),
        Arguments.of("button label", withButton("'accessibility_label':'" + x(75) + "'")),
        Arguments.of("confirm", withConfirm(x(100), x(300), x(30), x(30))),
        Arguments.of("checkboxes", actions(choice("checkboxes", 10, x(75)))),
        Arguments.of("select", actions(choice("static_select", 100, "v"))),
        Arguments.of("input label", input(x(2000), "'multiline':true")),
        Arguments.of("input lengths", input("Note", "'min_length':5,'max_length':3000")),
        Arguments.of(
            "image", "{'type':'image','image_url':'https://a/b','alt_text':'" + x(2000) + "'}"),
        Arguments.of("table", table(100, 1)),
        Arguments.of("table cells", table(1, 20)),
        Arguments.of(
            "list",
            richText(
                "{'type':'rich_text_list','style':'ordered','indent':8,"
                    + "'offset':3,'border':1,'elements':["
                    + leaves("{'type':'text','text':'a'}")
                    + "]}")),
        Arguments.of(
            "leaves",
            richText(
                leaves(
                    "{'type':'user','user_id':'U1'},"
                        + "{'type':'usergroup','usergroup_id':'S1'},{'type':'channel','channel_id':'C1'},"
                        + "{'type':'team','team_id':'T1'},{'type':'emoji','name':'eyes'},"
                        + "{'type':'color','value':'#fff'},{'type':'broadcast','range':'here'},"
                        + "{'type':'link','url':'https://a/b','text':'c','style':{'code':true}},"
                        + "{'type':'date','timestamp':1795447500,'format':'{date_short_pretty} at {time}','fallback':'f'},"
                        + "{'type':'text','text':'t','style':{'bold':true,'strike':true}}"))),
        Arguments.of(
            "quote and code",
            richText(
                "{'type':'rich_text_quote','elements':[{'type':'text','text':'a'}]},"
                    + "{'type':'rich_text_preformatted','elements':[{'type':'text','text':'a'}]}")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("atTheLimit")
  void whatSlackTakesIsTaken(String name, String block) {
    assertThat(BlockKit.checkMessage(blocks(block))).isEmpty();
  }

  static Stream<Arguments> overTheLimit() {
    return Stream.of(
        refused(header(x(151)), "must be less than 151 characters", "/blocks/0/text/text"),
        refused(header(""), "must be more than 0 characters", "/blocks/0/text/text"),
        refused(
            "{'type':'header','text':{'type':'mrkdwn','text':'a'}}",
            "must be one of: plain_text",
            "/blocks/0/text/type"),
        refused(section(x(3001)), "must be less than 3001 characters", "/blocks/0/text/text"),
        refused("{'type':'section'}", "must define either `text` or `fields`", "/blocks/0"),
        refused(fields(11, "a"), "no more than 10 items allowed", "/blocks/0/fields"),
        refused(fields(1, x(2001)), "must be less than 2001 characters", "/blocks/0/fields/0/text"),
        refused(context(11), "no more than 10 items allowed", "/blocks/0/elements"),
        refused(buttons(26), "no more than 25 items allowed", "/blocks/0/elements"),
        refused(actions(), "no less than 1 items allowed", "/blocks/0/elements"),
        refused(
            actions(button("a", x(76), "v")),
            "must be less than 76 characters",
            "/blocks/0/elements/0/text/text"),
        refused(
            actions(button("a", "b", x(2001))),
            "must be less than 2001 characters",
            "/blocks/0/elements/0/value"),
        refused(
            actions(button(x(256), "b", "v")),
            "must be less than 256 characters",
            "/blocks/0/elements/0/action_id"),
        refused(
            "{'type':'divider','block_id':'" + x(256) + "'}",
            "must be less than 256 characters",
            "/blocks/0/block_id"),
        refused(
            withButton("'url':'https://a/" + x(3000) + "'"),
            "must be less than 3001 characters",
            "/blocks/0/elements/0/url"),
        refused(withButton("'url':'not a url'"), "must be a valid url", "/blocks/0/elements/0/url"),
        refused(
            withButton("'url':'javascript:alert(1)'"),
            "must be a valid url",
            "/blocks/0/elements/0/url"),
        refused(
            withButton("'url':'slack://open'"), "must be a valid url", "/blocks/0/elements/0/url"),
        refused(
            withButton("'url':'https:///path'"), "must be a valid url", "/blocks/0/elements/0/url"),
        refused(
            withButton("'style':'secondary'"),
            "must be one of: danger, primary",
            "/blocks/0/elements/0/style"),
        refused(
            withButton("'disabled':true"),
            "invalid additional property: disabled",
            "/blocks/0/elements/0"),
        refused(
            withButton("'accessibility_label':'" + x(76) + "'"),
            "must be less than 76 characters",
            "/blocks/0/elements/0/accessibility_label"),
        refused(
            withConfirm(x(101), "b", "c", "d"),
            "must be less than 101 characters",
            "/blocks/0/elements/0/confirm/title/text"),
        refused(
            withConfirm("a", x(301), "c", "d"),
            "must be less than 301 characters",
            "/blocks/0/elements/0/confirm/text/text"),
        refused(
            withConfirm("a", "b", x(31), "d"),
            "must be less than 31 characters",
            "/blocks/0/elements/0/confirm/confirm/text"),
        refused(
            withConfirm("a", "b", "c", x(31)),
            "must be less than 31 characters",
            "/blocks/0/elements/0/confirm/deny/text"),
        refused(
            actions(button("same", "a", "1"), button("same", "b", "2")),
            "`action_id` already exists: same",
            "/blocks/0/elements/1/action_id"),
        refused(
            actions(choice("checkboxes", 11, "v")),
            "no more than 10 items allowed",
            "/blocks/0/elements/0/options"),
        refused(
            actions(choice("radio_buttons", 1, x(76))),
            "must be less than 76 characters",
            "/blocks/0/elements/0/options/0/value"),
        refused(
            actions(choice("static_select", 101, "v")),
            "no more than 100 items allowed",
            "/blocks/0/elements/0/options"),
        refused(
            actions(
                "{'type':'radio_buttons','options':["
                    + option("a", "1")
                    + "],'initial_option':"
                    + option("b", "2")
                    + "}"),
            "initial option must be one of the options",
            "/blocks/0/elements/0"),
        refused(
            input(x(2001), "'multiline':true"),
            "must be less than 2001 characters",
            "/blocks/0/label/text"),
        refused(
            input("a", "'max_length':3001"),
            "must be from 1 to 3000",
            "/blocks/0/element/max_length"),
        refused(
            input("a", "'min_length':9,'max_length':8"),
            "`min_length` must not exceed `max_length`",
            "/blocks/0/element"),
        refused(
            "{'type':'image','alt_text':'a'}",
            "must define either `image_url` or `slack_file`",
            "/blocks/0"),
        refused(
            "{'type':'image','image_url':'https://a/b','alt_text':'" + x(2001) + "'}",
            "must be less than 2001 characters",
            "/blocks/0/alt_text"),
        refused(table(101, 1), "no more than 100 items allowed", "/blocks/0/rows"),
        refused(table(1, 21), "no more than 20 items allowed", "/blocks/0/rows/0"),
        refused("{'type':'sparkle'}", "unsupported type: sparkle", "/blocks/0/type"),
        refused("{'text':'a'}", "missing required field: type", "/blocks/0"),
        refused("{'type':'header'}", "missing required field: text", "/blocks/0"),
        refused("'text'", "must provide an object", "/blocks/0"),
        refused(
            richText(leaves("{'type':'text','text':''}")),
            "must be more than 0 characters",
            "/blocks/0/elements/0/elements/0/text"),
        refused(
            richText(leaves("{'type':'text','text':'a','style':{'blink':true}}")),
            "invalid additional property: blink",
            "/blocks/0/elements/0/elements/0/style"),
        refused(
            richText(leaves("{'type':'emoji','name':'a','style':{'code':true}}")),
            "invalid additional property: code",
            "/blocks/0/elements/0/elements/0/style"),
        refused(
            richText(leaves("{'type':'broadcast','range':'world'}")),
            "must be one of: channel, everyone, here",
            "/blocks/0/elements/0/elements/0/range"),
        refused(
            richText(leaves("{'type':'date','timestamp':1,'format':'{tomorrow}'}")),
            "invalid date format",
            "/blocks/0/elements/0/elements/0/format"),
        refused(
            richText(leaves("{'type':'mrkdwn','text':'a'}")),
            "unsupported type: mrkdwn",
            "/blocks/0/elements/0/elements/0/type"),
        refused(
            richText("{'type':'rich_text_list','style':'dotted','elements':[" + leaves("") + "]}"),
            "must be one of: bullet, ordered",
            "/blocks/0/elements/0/style"),
        refused(
            richText(
                "{'type':'rich_text_preformatted','elements':[{'type':'user','user_id':'U'}]}"),
            "unsupported type: user",
            "/blocks/0/elements/0/elements/0/type"));
  }

  @ParameterizedTest(name = "{1} {2}")
  @MethodSource("overTheLimit")
  void whatSlackRefusesIsRefusedAtItsPlace(String block, String message, String pointer) {
    assertThat(BlockKit.checkMessage(blocks(block))).contains(new Violation(message, pointer));
  }

  @Test
  void aMessageHasFiftyBlocks() {
    assertThat(BlockKit.checkMessage(blocks(times(50, DIVIDER)))).isEmpty();
    assertThat(BlockKit.checkMessage(blocks(times(51, DIVIDER))))
        .containsExactly(new Violation("no more than 50 items allowed", "/blocks"));
  }

  @Test
  void blockIdsAreUnique() {
    String named = "{'type':'divider','block_id':'d'}";
    assertThat(BlockKit.checkMessage(blocks(named, named)))
        .containsExactly(new Violation("`block_id` already exists: d", "/blocks/1/block_id"));
  }

  @Test
  void theSameActionIdMayStandInTwoBlocks() {
    String accessory =
        "{'type':'section','text':{'type':'plain_text','text':'a'},'accessory':"
            + button("same", "b", "v")
            + "}";
    assertThat(BlockKit.checkMessage(blocks(accessory, accessory))).isEmpty();
  }

  @Test
  void aMessageHasOneTable() {
    assertThat(BlockKit.checkMessage(blocks(table(1, 1), table(1, 1))))
        .containsExactly(new Violation("only one table allowed", "/blocks"));
  }

  @Test
  void everythingWrongIsSaidAtOnce() {
    assertThat(BlockKit.checkMessage(blocks(header(x(151)), "{'type':'section'}"))).hasSize(2);
  }

  @Test
  void lengthsAreUtf16CodeUnits() {
    assertThat(BlockKit.checkMessage(blocks(header("🟠".repeat(75))))).isEmpty();
    assertThat(BlockKit.checkMessage(blocks(header("🟠".repeat(75) + "a")))).isNotEmpty();
  }

  @Test
  void textLengthCountsEveryTextOnce() {
    assertThat(BlockKit.textLength(blocks(header("four"), actions(button("a", "six si", "v")))))
        .isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'modal','blocks':[]}",
        "{'type':'modal','title':{'type':'plain_text','text':'1234567890123456789012345'},'blocks':[]}",
        "{'type':'modal','title':{'type':'plain_text','text':'a'},'blocks':[],'shade':1}",
        "{'type':'modal','title':{'type':'plain_text','text':'a'},'blocks':[{'type':'input',"
            + "'label':{'type':'plain_text','text':'a'},'element':{'type':'plain_text_input'}}]}",
        "{'type':'panel','blocks':[]}"
      })
  void aViewThatSlackRefusesIsRefused(String view) {
    assertThat(BlockKit.checkView(object(view))).isNotEmpty();
  }

  @Test
  void aViewHasAHundredBlocks() {
    String view = "{'type':'home','blocks':[%s]}";
    assertThat(BlockKit.checkView(object(view.formatted(String.join(",", times(100, DIVIDER))))))
        .isEmpty();
    assertThat(BlockKit.checkView(object(view.formatted(String.join(",", times(101, DIVIDER))))))
        .containsExactly(new Violation("no more than 100 items allowed", "/view/blocks"));
  }

  private static Arguments refused(String block, String message, String pointer) {
    return Arguments.of(block, message, pointer);
  }

  private static String x(int length) {
    return "x".repeat(length);
  }

  private static String[] times(int count, String block) {
    return Collections.nCopies(count, block).toArray(String[]::new);
  }

  private static String numbered(int count, IntFunction<String> item) {
    return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(","));
  }

  private static String section(String text) {
    return "{'type':'section','text':{'type':'mrkdwn','text':'" + text + "','verbatim':true}}";
  }

  private static String fields(int count, String text) {
    String field = "{'type':'plain_text','text':'" + text + "'}";
    return "{'type':'section','fields':[" + numbered(count, _ -> field) + "]}";
  }

  private static String context(int count) {
    String element = "{'type':'plain_text','text':'a','emoji':true}";
    return "{'type':'context','elements':[" + numbered(count, _ -> element) + "]}";
  }

  private static String buttons(int count) {
    return actions(numbered(count, i -> button("a" + i, "b", "v")));
  }

  private static String withButton(String member) {
    return actions("{'type':'button','text':{'type':'plain_text','text':'b'}," + member + "}");
  }

  private static String withConfirm(String title, String text, String confirm, String deny) {
    String dialog =
        """
        {'title':{'type':'plain_text','text':'%s'},'text':{'type':'plain_text','text':'%s'},
         'confirm':{'type':'plain_text','text':'%s'},'deny':{'type':'plain_text','text':'%s'}}\
        """
            .formatted(title, text, confirm, deny);
    return withButton("'confirm':" + dialog);
  }

  private static String option(String label, String value) {
    return "{'text':{'type':'plain_text','text':'" + label + "'},'value':'" + value + "'}";
  }

  private static String choice(String type, int options, String value) {
    return "{'type':'" + type + "','options':[" + numbered(options, _ -> option("a", value)) + "]}";
  }

  private static String input(String label, String elementMember) {
    return "{'type':'input','label':{'type':'plain_text','text':'"
        + label
        + "'},'element':{'type':'plain_text_input',"
        + elementMember
        + "}}";
  }

  private static String table(int rows, int cells) {
    String row = "[" + numbered(cells, _ -> "{'type':'raw_text','text':'a'}") + "]";
    return "{'type':'table','rows':[" + numbered(rows, _ -> row) + "]}";
  }

  private static String richText(String elements) {
    return "{'type':'rich_text','elements':[" + elements + "]}";
  }

  private static String leaves(String leaves) {
    return "{'type':'rich_text_section','elements':[" + leaves + "]}";
  }
}
