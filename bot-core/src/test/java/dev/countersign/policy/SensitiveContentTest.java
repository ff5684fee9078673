package dev.countersign.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.SampleProposals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SensitiveContentTest {
  private static final Duration GENEROUS = Duration.ofSeconds(20);
  private static final String AWS = "AKIA" + "IOSFODNN7EXAMPLE";
  private static final String CARD = "4111111111111111";
  private static final String IBAN = "DE89370400440532013000";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "subject | 'class':'message','channel':'email','to':[{'address':'a@b.example'}],'subject':'SECRET','body':{'media_type':'text/plain','content':'x'}",
        "body | 'class':'message','channel':'email','to':[{'address':'a@b.example'}],'body':{'media_type':'text/plain','content':'is SECRET.'}",
        "/attachments/0/url | 'class':'message','channel':'email','to':[{'address':'a@b.example'}],'body':{'media_type':'text/plain','content':'x'},'attachments':[{'name':'n','sha256':'HASH','url':'https://a.example/?k=SECRET'}]",
        "/changes/0/to | 'class':'record_change','operation':'update','record_type':'user','changes':[{'path':'/note','to':'SECRET'}]",
        "/changes/0/to/a/1 | 'class':'record_change','operation':'update','record_type':'user','changes':[{'path':'/note','to':{'a':[1,'SECRET']}}]",
        "url | 'class':'api_call','method':'GET','url':'https://a.example/?key=SECRET'",
        "/headers/x-key | 'class':'api_call','method':'GET','url':'https://a.example/','headers':{'x-key':'SECRET'}",
        "/body/text | 'class':'api_call','method':'POST','url':'https://a.example/','body':{'media_type':'text/plain','text':'SECRET'}",
        "/body/json/a/0/b | 'class':'api_call','method':'POST','url':'https://a.example/','body':{'media_type':'application/json','json':{'a':[{'b':'SECRET'}]}}",
        "/arguments/key | 'class':'tool_call','server':'s','tool':'t','arguments':{'key':'SECRET'}",
        "arguments | 'class':'tool_call','server':'s','tool':'t','arguments':{'SECRET':{'inner':'SECRET'}}",
        "/arguments/a | 'class':'tool_call','server':'s','tool':'t','arguments':{'a':{'of SECRET':{'inner':'SECRET'}}}",
      })
  void whateverIsSentIsSearchedAndItsPlaceTold(String where, String changes) {
    assertThat(secrets(action(changes.replace("SECRET", AWS).replace("HASH", "a".repeat(64)))))
        .containsExactly("aws_access_key " + where);
  }

  /// What the agent says the field held is not sent; nor is the reason.
  @Test
  void whatIsNotSentIsNotSearched() {
    Action action =
        action(
            "'class':'record_change','operation':'update','record_type':'user',"
                + "'changes':[{'path':'/note','from':'"
                + AWS
                + "','to':'x'}]");

    assertThat(secrets(action)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/html | Card 4111<b></b>1111<i>1111</i>1111",
        "text/html | Card 4111&#49;11111111111",
        "text/html | Card <span title='4111111111111111'>x</span>",
        "text/html | <a href='https://a.example/?card=4111111111111111'>x</a>",
        "text/markdown | Card 4111**1111**1111_1111_",
        "text/plain | Card 4111\u200b1111\u20601111\u00ad1111",
        "text/plain | Card ４１１１１１１１１１１１１１１１",
        "text/plain | Card 41l1 l11l 1111 11I1",
      })
  void aBodyIsReadAsPeopleReadIt(String mediaType, String content) {
    assertThat(personal(message(mediaType, content))).containsExactly("payment_card body");
  }

  @Test
  void cellsOfATableMakeNoNumberTogether() {
    assertThat(
            personal(
                message("text/html", "<table><tr><td>41111111</td><td>11111111</td></tr></table>")))
        .isEmpty();
  }

  @Test
  void anAddressThatTheMessageGoesToIsNoFinding() {
    assertThat(personal(message("text/plain", "Dear A@b.example, ask jo@c.example")))
        .containsExactly("email body");
  }

  @Test
  void eachDifferentValueIsOneItem() {
    String twice = CARD + ", 4111 1111 1111 1111, 5555555555554444";

    assertThat(personal(message("text/html", twice)))
        .containsExactly("payment_card body", "payment_card body");
  }

  @Test
  void theNameOfAMemberSaysWhatItsValueIs() {
    assertThat(
            personal(
                action(
                    "'class':'tool_call','server':'s','tool':'t',"
                        + "'arguments':{'date_of_birth':'1980-01-31','card':4111111111111111}")))
        .containsExactlyInAnyOrder(
            "date_of_birth /arguments/date_of_birth", "payment_card /arguments/card");
  }

  @Test
  void aUrlIsReadDecoded() {
    assertThat(
            personal(
                action(
                    "'class':'api_call','method':'GET','url':'https://a.example/?m=jo%40c.example'")))
        .containsExactly("email url");
  }

  @Test
  void manyOfOneKindPushNoOtherOffTheList() {
    String many =
        IntStream.range(0, 500)
            .mapToObj(i -> "p" + i + "@c.example ")
            .collect(Collectors.joining());

    List<String> found = personal(message("text/plain", many + IBAN));

    assertThat(found).hasSize(SensitiveContent.MOST_OF_A_KIND + 1).contains("iban body");
    assertThat(finding(message("text/plain", many + IBAN)).orElseThrow().because())
        .isEqualTo("Looks like it contains: an IBAN (body), at least 50 e-mail addresses (body).");
  }

  /// However names and values lie within each other.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SECRET",
        "CARD",
        "IBAN",
        "jo@c.example",
        "+49 151 23456789",
        "536-90-4399",
        "https://u:hunter22@h.example",
      })
  void noFindingHoldsWhatWasFound(String spelling) {
    String value = spelling.replace("SECRET", AWS).replace("CARD", CARD).replace("IBAN", IBAN);
    for (String arguments :
        List.of(
            "{'a':'VALUE'}",
            "{'VALUE':1}",
            "{'VALUE':'VALUE'}",
            "{'a':{'VALUE':{'b':'VALUE'}}}",
            "{'a':['x VALUE',{'VALUE':['VALUE']}]}",
            "{'aVALUE':'VALUE'}",
            "{'VALUEx':{'y':'VALUE'}}")) {
      Action action =
          action(
              "'class':'tool_call','server':'s','tool':'t','arguments':"
                  + arguments.replace("VALUE", value));
      SensitiveContent.Found found = SensitiveContent.in(action);
      assertThat(found.secrets().items().size() + found.personalData().items().size()).isPositive();
      for (Json told :
          List.of(found.secrets(), found.personalData(), finding(action).orElseThrow().toJson())) {
        assertThat(CanonicalJson.text(told)).doesNotContain(value).doesNotContain("hunter22");
      }
    }
  }

  @Test
  void aFindingTellsKindsNumbersAndParts() {
    Action action =
        action(
            "'class':'api_call','method':'POST','url':'https://a.example/?k="
                + AWS
                + "','body':{'media_type':'application/json','json':{'c':['"
                + CARD
                + "','5555555555554444']}}");

    assertThat(finding(action).orElseThrow().because())
        .isEqualTo(
            "Looks like it contains: an AWS access key (address), 2 payment card numbers (body).");
    assertThat(finding(message("text/plain", "Hello"))).isEmpty();
    assertThat(ContentFinding.of(JsonObject.EMPTY)).isEmpty();
  }

  @Test
  void hostileTextTakesLinearTime() {
    for (String piece :
        List.of(
            "9",
            "9 ",
            "9-",
            "+1",
            "+1 ",
            "4111 ",
            "a@",
            "a@b.",
            "a.",
            "DE89",
            "DE89 ",
            "born ",
            "dni ",
            "://",
            "://a:",
            "a:b@",
            "password=abc ",
            "password=abc;",
            "eyJaaaaaaaa.",
            "-----BEGIN PRIVATE KEY-----\n",
            "Authorization: Bearer ",
            "xoxb-1-",
            "ck_live_aaaaaaaa_",
            "A",
            "\u0410",
            "<td>",
            "%41")) {
      String text =
          piece.repeat(60_000 / CanonicalJson.text(Json.of(piece)).getBytes(UTF_8).length);
      for (String mediaType : List.of("text/plain", "text/html", "text/markdown")) {
        Assertions.assertTimeout(
            GENEROUS, () -> SensitiveContent.in(message(mediaType, text)), piece);
      }
    }
  }

  @Test
  void manyFindsInManyPlacesTakeBoundedTime() {
    String many =
        IntStream.range(0, 1_500)
            .mapToObj(i -> "'k" + i + "@c.example':'m" + i + "@c.example'")
            .collect(Collectors.joining(","));

    Action action =
        action("'class':'tool_call','server':'s','tool':'t','arguments':{" + many + "}");

    Assertions.assertTimeout(
        GENEROUS, () -> assertThat(personal(action)).hasSize(SensitiveContent.MOST_OF_A_KIND));
  }

  private static Action message(String mediaType, String content) {
    return action(
        "'class':'message','channel':'email','to':[{'address':'a@b.example'}],"
            + "'body':{'media_type':'"
            + mediaType
            + "','content':"
            + CanonicalJson.text(Json.of(content)).replace("'", "\\u0027")
            + "}");
  }

  private static Action action(String changes) {
    String body = "{'action_type':'t.x','target_system':'s','proposed_changes':{" + changes + "}}";
    return SampleProposals.draft(body.replace('\'', '"').replace("\\u0027", "'").getBytes(UTF_8))
        .action();
  }

  private static List<String> secrets(Action action) {
    return told(SensitiveContent.in(action).secrets());
  }

  private static List<String> personal(Action action) {
    return told(SensitiveContent.in(action).personalData());
  }

  private static List<String> told(JsonArray items) {
    return items.items().stream()
        .map(item -> (JsonObject) item)
        .map(item -> item.text("kind") + " " + item.text("where"))
        .toList();
  }

  private static Optional<Finding> finding(Action action) {
    return ContentFinding.of(DerivedFacts.of(action, DomainList.of(List.of())));
  }
}
