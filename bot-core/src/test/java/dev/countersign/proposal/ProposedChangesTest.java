package dev.countersign.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.TestGate;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonShapeException;
import dev.countersign.proposal.ApiCall.Content;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an action changes is read from its frozen bytes, and from nothing that has not their shape.
class ProposedChangesTest {
  private static final String CALL =
      "{\"class\":\"api_call\",\"method\":\"POST\",\"url\":\"https://a.example/\"";

  private static ProposedChanges read(String document) {
    return ProposedChanges.read(TestGate.json(document));
  }

  @Test
  void aMessageSaysToWhomInWhichOrderAndWhat() {
    Message message =
        (Message)
            read(
                """
                {"class":"message","channel":"ticket_reply","audience":"public",
                 "to":[{"address":"a@b.example","name":"A"}],"cc":[{"address":"c@b.example"}],
                 "bcc":[{"address":"d@b.example"}],"thread_ref":"7","subject":"s",
                 "body":{"media_type":"text/html","content":"<p>"},
                 "attachments":[{"name":"n","media_type":"m/t","size":3,"sha256":"00","url":"u"}]}
                """);

    assertThat(message.channel()).isEqualTo(Message.Channel.TICKET_REPLY);
    assertThat(message.audience()).contains(Audience.PUBLIC);
    assertThat(message.recipients())
        .extracting(Message.Party::address)
        .containsExactly("a@b.example", "c@b.example", "d@b.example");
    assertThat(message.to().getFirst().name()).contains("A");
    assertThat(message.threadRef()).contains("7");
    assertThat(message.subject()).contains("s");
    assertThat(message.format()).isEqualTo(Message.Format.HTML);
    assertThat(message.content()).isEqualTo("<p>");
    assertThat(message.attachments())
        .containsExactly(
            new Message.Attachment(
                "n", Optional.of("m/t"), Optional.of(3L), "00", Optional.of("u")));
  }

  @Test
  void aRemovedFieldIsAnotherThanOneSetToNull() {
    RecordChange change =
        (RecordChange)
            read(
                """
                {"class":"record_change","operation":"update","record_type":"contact",
                 "changes":[{"path":"/a","from":1},{"path":"/b","to":null}],"reversible":false}
                """);

    assertThat(change.operation()).isEqualTo(RecordChange.Operation.UPDATE);
    assertThat(change.fields().getFirst().to()).isEmpty();
    assertThat(change.fields().getLast().to().map(CanonicalJson::text)).contains("null");
    assertThat(change.reversible()).contains(false);
  }

  @Test
  void aBodyIsJsonOrText() {
    ApiCall json = (ApiCall) read(CALL + ",\"body\":{\"media_type\":\"a/b\",\"json\":null}}");
    ApiCall text = (ApiCall) read(CALL + ",\"body\":{\"media_type\":\"a/b\",\"text\":\"null\"}}");

    assertThat(json.body().orElseThrow().content()).isInstanceOf(Content.OfJson.class);
    assertThat(text.body().orElseThrow().content()).isEqualTo(new Content.OfText("null"));
    assertThat(json.headers()).isEmpty();
    assertThat(json.authScope()).isEmpty();
  }

  @Test
  void aToolCallKeepsItsArgumentsAsTheyAre() {
    ToolCall call =
        (ToolCall)
            read(
                """
                {"class":"tool_call","server":"s","tool":"t","arguments":{"b":[1,null]},
                 "annotations":{"readOnlyHint":true}}
                """);

    assertThat(CanonicalJson.text(call.arguments())).isEqualTo("{\"b\":[1,null]}");
    assertThat(call.annotations()).containsOnlyKeys("readOnlyHint");
    assertThat(call.definitionDigest()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(ActionClass.class)
  void theSampleOfEachClassIsOfThatClass(ActionClass actionClass) {
    Action action =
        switch (actionClass) {
          case MESSAGE -> SampleProposals.ticketReply().action();
          case RECORD_CHANGE -> SampleProposals.billingTerms().action();
          case API_CALL -> SampleProposals.refund().action();
          case TOOL_CALL -> SampleProposals.merge().action();
        };

    assertThat(action.changes().actionClass()).isEqualTo(actionClass);
    assertThat(Action.read(action.canonical()).changes()).isEqualTo(action.changes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"class\":5}",
        "{\"class\":\"api_call\",\"method\":\"POST\"}",
        CALL + ",\"headers\":{\"x-a\":5}}",
        CALL + ",\"headers\":[]}",
        CALL + ",\"body\":{\"media_type\":\"a/b\"}}",
        CALL + ",\"body\":{\"media_type\":\"a/b\",\"json\":{},\"text\":\"\"}}",
        "{\"class\":\"tool_call\",\"server\":\"s\",\"tool\":\"t\",\"arguments\":[]}",
        "{\"class\":\"record_change\",\"operation\":\"update\"}"
      })
  void whatHasNotTheShapeOfItsClassIsNoAction(String document) {
    assertThatThrownBy(() -> read(document)).isInstanceOf(JsonShapeException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"class\":\"wish\"}",
        "{\"class\":\"api_call\",\"method\":\"post\",\"url\":\"https://a.example/\"}",
        "{\"class\":\"record_change\",\"operation\":\"merge\",\"record_type\":\"a\"}"
      })
  void aWordThatNoClassKnowsIsNoAction(String document) {
    assertThatThrownBy(() -> read(document)).isInstanceOf(IllegalArgumentException.class);
  }
}
