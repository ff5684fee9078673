package dev.countersign.sandbox.slack;

import static dev.countersign.sandbox.slack.Samples.actions;
import static dev.countersign.sandbox.slack.Samples.blocks;
import static dev.countersign.sandbox.slack.Samples.button;
import static dev.countersign.sandbox.slack.Samples.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CardTextTest {
  private static final String RICH_TEXT =
      """
      {'type':'rich_text','elements':[
        {'type':'rich_text_section','elements':[
          {'type':'text','text':'HIGH RISK','style':{'bold':true}},
          {'type':'text','text':' decide by '},
          {'type':'date','timestamp':1795447500,'format':'{time}','fallback':'15:25 UTC'},
          {'type':'text','text':', asks '},{'type':'user','user_id':'U1'}]},
        {'type':'rich_text_list','style':'ordered','elements':[
          {'type':'rich_text_section','elements':[
            {'type':'text','text':'Net 30','style':{'strike':true}},
            {'type':'text','text':' → Net 60'}]}]},
        {'type':'rich_text_quote','elements':[{'type':'text','text':'Dear Dana,\\nhello'}]},
        {'type':'rich_text_preformatted','elements':[{'type':'text','text':'{ \\'a\\': 1 }'}]}]}\
      """;

  @Test
  void aCardReadsLikeACard() {
    String richText = RICH_TEXT.replace("\\'a\\'", "a");
    assertThat(
            CardText.render(
                blocks(
                    header("Send email"),
                    richText,
                    "{'type':'divider'}",
                    actions(button("a", "Approve & call", "t"), button("r", "Reject…", "t")),
                    "{'type':'context','elements':[{'type':'plain_text','text':'Policy x'}]}")))
        .isEqualTo(
            """
            Send email
            ══════════

            HIGH RISK decide by 15:25 UTC, asks @U1
            1. ~Net 30~ → Net 60
            │ Dear Dana,
            │ hello
                { a: 1 }

            %s

            [ Approve & call ]  [ Reject… ]

            Policy x\
            """
                .formatted("─".repeat(CardText.WIDTH)));
  }

  @Test
  void linesEndAtAWordOrAreCut() {
    String words = "{'type':'section','text':{'type':'plain_text','text':'%s'}}";
    String text = CardText.render(blocks(words.formatted("word ".repeat(40).strip())));
    assertThat(text.lines()).allMatch(line -> line.length() <= CardText.WIDTH);
    assertThat(text.replace('\n', ' ')).isEqualTo("word ".repeat(40).strip());

    String cut = CardText.render(blocks(words.formatted("x".repeat(200))));
    assertThat(cut.lines()).extracting(String::length).containsExactly(78, 78, 44);
  }

  @Test
  void textCannotSteerTheTerminal() {
    String hostile = "{'type':'section','text':{'type':'plain_text','text':'a\\u001b[2Jb\\rc'}}";
    assertThat(CardText.render(blocks(hostile))).isEqualTo("a\uFFFD[2Jb\uFFFDc");
  }

  @Test
  void everyOtherBlockHasAForm() {
    String option = "{'text':{'type':'plain_text','text':'%s'},'value':'v'}";
    assertThat(
            CardText.render(
                blocks(
                    "{'type':'image','image_url':'https://a/b','alt_text':'a chart'}",
                    "{'type':'input','label':{'type':'plain_text','text':'Why'},"
                        + "'hint':{'type':'plain_text','text':'kept'},"
                        + "'element':{'type':'plain_text_input'}}",
                    "{'type':'table','rows':[[{'type':'raw_text','text':'Field'},"
                        + "{'type':'raw_text','text':'Now'}]]}",
                    "{'type':'section','fields':[{'type':'plain_text','text':'one'}],'accessory':"
                        + "{'type':'static_select','options':["
                        + option.formatted("m")
                        + "],"
                        + "'placeholder':{'type':'plain_text','text':'mute'}}}",
                    actions(
                        "{'type':'checkboxes','options':[%s,%s],'initial_options':[%s]}"
                            .formatted(
                                option.formatted("x"),
                                option.formatted("y"),
                                option.formatted("x")),
                        "{'type':'button','url':'https://a/b','text':"
                            + "{'type':'plain_text','text':'Full record'}}"))))
        .isEqualTo(
            """
            [image: a chart]

            Why:
              ____________
              kept

            Field | Now

              one
            ( mute ▾ )

            [x] x  [ ] y  [ Full record ] <https://a/b>\
            """);
  }

  @Test
  void whatSlackWouldRefuseIsNotRendered() {
    assertThatThrownBy(() -> CardText.render(blocks("{'type':'sparkle'}")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
