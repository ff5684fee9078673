package dev.countersign.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.TestGate;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.ProposedChanges;
import dev.countersign.proposal.SampleProposals;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DerivedFactsTest {
  private static final DomainList INTERNAL =
      DomainList.of(List.of("Example.com", "bücher.example"));

  @Test
  void aMessageHasItsRecipientsAndCommitments() {
    JsonObject facts = facts(SampleProposals.ticketReply().action());

    assertThat(facts.text("audience")).isEqualTo("external");
    assertThat(facts.texts("recipient_domains")).containsExactly("client.example", "example.com");
    assertThat(facts.number("recipient_count")).isEqualTo(2);
    assertThat(facts.objects("commitments", c -> c.text("kind") + ":" + c.text("text")))
        .contains("amount:EUR 89.50", "deadline:by 30 November", "discount:10% off");
  }

  @Test
  void whoeverIsListedTwiceIsOneRecipient() {
    JsonObject message =
        TestGate.json(
            """
            {"class":"message","channel":"other","body":{"media_type":"text/plain","content":"a"},
             "to":[{"address":"jo@client.example"},{"address":"jo@CLIENT.example","name":"Jo"},
                   {"address":"al@bücher.example"},{"address":"JO@client.example"},{"address":"C0123"}],
             "cc":[{"address":"jo@client.example"},{"address":"al@xn--bcher-kva.example"}],
             "bcc":[{"address":"C0123"},{"address":"c0123"}]}
            """);

    assertThat(DerivedFacts.recipients((Message) ProposedChanges.read(message)))
        .containsExactly(
            "jo@client.example", "al@bücher.example", "JO@client.example", "C0123", "c0123");
  }

  @ParameterizedTest
  @CsvSource({
    "slack, '#general'",
    "slack, '\uff03general'",
    "slack, general",
    "slack, C0123ABCDE",
    "slack, G0123ABCDE",
    "slack, S0123ABCDE",
    "slack, '@support-team'",
    "teams, 19:abc@thread.tacv2",
    "teams, 19:meeting_x@thread.v2",
    "teams, General",
    "teams, 00000000-0000-0000-0000-000000000001",
    "email, all@example.com",
    "email, Team@example.com",
    "email, support-team@example.com",
    "email, dl.sales@example.com",
    "email, everyone@example.com",
    "email, rust@googlegroups.com",
    "email, dev@lists.example.com",
    "ticket_reply, staff@example.com",
    "other, '!room:matrix.example'",
    "other, '#room:matrix.example'",
    "other, spaces/AAAA",
    "other, -1001234567890",
    "other, room@conference.chat.example",
    "other, 1234-5678@g.us"
  })
  void whatManyMayReadIsNotCountedAsOneRecipient(String channel, String address) {
    JsonObject message = to(channel, address, "jo@client.example");

    assertThat(DerivedFacts.sharedRecipients((Message) ProposedChanges.read(message)))
        .containsExactly(address);
    assertThat(facts(action(CanonicalJson.text(message))).number("recipient_count"))
        .isEqualTo(1_001);
  }

  @ParameterizedTest
  @CsvSource({
    "slack, U0123ABCDE",
    "slack, W0123ABCDE",
    "slack, '@jo'",
    "slack, jo@client.example",
    "teams, 29:1abc",
    "teams, 8:orgid:00000000-0000-0000-0000-000000000001",
    "teams, jo@client.example",
    "email, jo@client.example",
    "email, jo.allen@teamviewer.example",
    "email, jo@all.example",
    "sms, +49 170 1234567",
    "sms, 0170-1234567",
    "ticket_reply, customer_7",
    "other, jo"
  })
  void anAddressOfOnePersonIsOneRecipient(String channel, String address) {
    JsonObject message = to(channel, address, "al@client.example");

    assertThat(DerivedFacts.sharedRecipients((Message) ProposedChanges.read(message))).isEmpty();
  }

  @Test
  void anApiCallHasItsDestination() {
    JsonObject facts = facts(SampleProposals.refund().action());

    assertThat(facts.text("method")).isEqualTo("POST");
    assertThat(facts.text("host")).isEqualTo("api.billing.example");
    assertThat(facts.number("port")).isEqualTo(443);
    assertThat(facts.text("path")).isEqualTo("/v1/refunds");
  }

  @Test
  void aRecordChangeHasItsFields() {
    assertThat(facts(SampleProposals.billingTerms().action()).texts("fields"))
        .containsExactly("/billing_terms", "/credit_limit");
  }

  @Test
  void everyMemberIsThereForEveryClass() {
    JsonObject facts = facts(SampleProposals.merge().action());

    assertThat(facts.members().keySet())
        .isEqualTo(facts(SampleProposals.ticketReply().action()).members().keySet());
    assertThat(facts.text("audience")).isEqualTo("none");
    assertThat(facts.text("host") + facts.text("path") + facts.text("method")).isEmpty();
    assertThat(facts.number("port") + facts.number("recipient_count")).isZero();
    assertThat(facts.items("fields")).isEmpty();
    assertThat(facts.items("recipient_domains")).isEmpty();
    assertThat(facts.items("commitments")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ana@example.com, '', internal",
    "ana@EXAMPLE.COM, '', internal",
    "ana@bücher.example, '', internal",
    "ana@xn--bcher-kva.example, '', internal",
    "ana@client.example, '', external",
    "ana@eu.example.com, '', external",
    "ana@example.com, external, external",
    "ana@example.com, public, public",
    "ana@example.com, internal, internal",
    "ana@client.example, internal, external",
    "ana@client.example, public, public",
  })
  void aDeclaredAudienceOnlyWidens(String address, String declared, String audience) {
    assertThat(facts(message(address, declared)).text("audience")).isEqualTo(audience);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com",
        "#general",
        "@example.com",
        "ana@",
        "ana@evil.example@example.com",
        "ana%evil.example@example.com",
        "evil.example!ana@example.com",
        "<ana@example.com>",
        "x@evil.example,ana@example.com",
        "ana @example.com",
        "ana@example.com ",
        "ana@example.com.",
        "ana@example.com\n",
        "ana@[127.0.0.1]",
        "ana@ｅxample.com",
        "ana@example。com",
        "ana@exam_ple.com",
      })
  void whatIsNoPlainAddressCountsAsExternal(String address) {
    JsonObject facts = facts(unread(address));
    assertThat(facts.text("audience")).isEqualTo("external");
  }

  @Test
  void oneOutsiderInBccMakesAMessageExternal() {
    String lists =
        "\"to\":[{\"address\":\"a@example.com\"}],\"bcc\":[{\"address\":\"b@client.example\"}]";
    assertThat(facts(messageWith(lists, "text/plain", "")).text("audience")).isEqualTo("external");
  }

  @ParameterizedTest
  @CsvSource({
    "https://API.billing.example:8443/v1/%72efunds, api.billing.example, 8443, /v1/refunds",
    "http://api.billing.example, api.billing.example, 80, /",
    "https://api.billing.example/a%2Fb?x=1, api.billing.example, 443, /a%2Fb",
  })
  void aDestinationHasOneSpelling(String url, String host, int port, String path) {
    JsonObject facts =
        facts(action("{\"class\":\"api_call\",\"method\":\"GET\",\"url\":\"" + url + "\"}"));
    assertThat(facts.text("host")).isEqualTo(host);
    assertThat(facts.number("port")).isEqualTo(port);
    assertThat(facts.text("path")).isEqualTo(path);
  }

  @Test
  void markupDoesNotHideACommitment() {
    Action action =
        messageWith(
            "\"to\":[{\"address\":\"a@client.example\"}]",
            "text/html",
            "<p>You get 1<b>00</b>&nbsp;&euro; &#98;ack &#xD800;<!-- <b>never</b> --></p>");
    assertThat(facts(action).objects("commitments", c -> c.text("text")))
        .contains("100 €", "never");
  }

  @Test
  void whatReadsAsACommitmentIsDerivedAsItIsWritten() {
    Action action =
        messageWith(
            "\"subject\":\"ʀᴇꜰᴜɴᴅ\",\"to\":[{\"address\":\"a@client.example\"}]",
            "text/plain",
            "We prom\u0406se you €5О");
    assertThat(facts(action).objects("commitments", c -> c.text("kind") + ":" + c.text("text")))
        .containsExactly("discount:ʀᴇꜰᴜɴᴅ", "guarantee:prom\u0406se", "amount:€5О");
  }

  @Test
  void manyDatesDoNotPushAGuaranteeOffTheList() {
    var text = new StringBuilder();
    for (int year = 2000; year < 2100; year++) {
      text.append(year).append("-01-01 ");
    }
    Action action =
        messageWith(
            "\"to\":[{\"address\":\"a@client.example\"}]", "text/plain", text + "guaranteed");
    assertThat(facts(action).objects("commitments", c -> c.text("text")))
        .hasSize(51)
        .contains("guaranteed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "exa mple.com", "-a.example", "a..example", "straße.example", "a@b"})
  void anInternalDomainMustBeOne(String domain) {
    assertThatThrownBy(() -> DomainList.of(List.of(domain)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static JsonObject to(String channel, String first, String second) {
    return TestGate.json(
        """
        {"class":"message","channel":"%s","to":[{"address":"%s"},{"address":"%s"}],
         "body":{"media_type":"text/plain","content":"Hello"}}
        """
            .formatted(channel, first, second));
  }

  private static JsonObject facts(Action action) {
    return DerivedFacts.of(action, INTERNAL);
  }

  private static Action message(String address, String declared) {
    String audience = declared.isEmpty() ? "" : "\"audience\":\"" + declared + "\",";
    return messageWith(
        audience + "\"to\":[{\"address\":\"" + address + "\"}]", "text/plain", "Hello");
  }

  private static Action messageWith(String members, String mediaType, String content) {
    return action(
        """
        {"class":"message","channel":"email",%s,"body":{"media_type":"%s","content":"%s"}}\
        """
            .formatted(members, mediaType, content));
  }

  private static Action action(String changes) {
    String body =
        "{\"action_type\":\"a.b\",\"target_system\":\"s\",\"proposed_changes\":" + changes + "}";
    return SampleProposals.draft(body.getBytes(UTF_8)).action();
  }

  /// As stored before recipients had to be plain addresses: the derivation trusts no reader.
  private static Action unread(String address) {
    JsonObject action = message("ana@example.com", "").document();
    JsonObject to = JsonObject.builder().put("address", address).build();
    return Action.read(
        CanonicalJson.bytes(
            action.with(
                "proposed_changes",
                action.object("proposed_changes").with("to", new JsonArray(List.of(to))))));
  }
}
