package dev.countersign.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One entry is one recipient: neither people nor a mail program may count otherwise.
class RecipientsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@x.example", "first.last+tag@sub.domain.example", "o'neil@x.example", "a@x",
        "jörg@münchen.example", "a@xn--mnchen-3ya.example", "देव@x.example", "a@shоp.example"
      })
  void aPlainAddressIsAccepted(String address) {
    assertThat(errors("email", address)).isEmpty();
    assertThat(errors("ticket_reply", address)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Team: a@x.example, b@evil.example;",
        "Team:a@x.example,b@evil.example;",
        "undisclosed-recipients:;",
        "a@x.example, b@evil.example",
        "a@x.example,b@evil.example",
        "a@x.example;b@evil.example",
        "a@x.example b@evil.example",
        "a@x.example\nb@evil.example",
        "a@x.example\r\nBcc: b@evil.example",
        "a@x.example\tb@evil.example",
        "Jo <jo@x.example>",
        "<jo@x.example>",
        "\"a b\"@x.example",
        "jo@x.example (Jo)",
        "(Jo)jo@x.example",
        "a@x.example@evil.example",
        "a\u200b@x.example",
        "a@x\u200b.example",
        "a@x.example\u202e",
        "a @x.example",
        " a@x.example",
        "a@x.example ",
        "@x.example",
        "a@",
        "a",
        "",
        ".a@x.example",
        "a.@x.example",
        "a..b@x.example",
        "a@.x.example",
        "a@x..example",
        "a@x.example.",
        "a@-x.example",
        "a@[192.0.2.1]",
        "a@x_y.example",
        "a@ｘ.example",
        "@relay.example:a@x.example",
        "mailto:a@x.example,b@y.example"
      })
  void whatIsNoPlainAddressIsRefusedWithItsPlace(String address) {
    assertThat(errors("email", address))
        .containsExactly("/proposed_changes/bcc/1/address bad_address");
  }

  @Test
  void localPartsAndDomainsHaveTheirLengths() {
    assertThat(errors("email", "a".repeat(64) + "@x.example")).isEmpty();
    assertThat(errors("email", "a".repeat(65) + "@x.example")).isNotEmpty();
    assertThat(errors("email", "ä".repeat(33) + "@x.example")).isNotEmpty();
    assertThat(errors("email", "a@" + "b".repeat(64) + ".example")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"email", "ticket_reply", "slack", "teams", "sms", "other"})
  void noChannelTakesListsNorGroupsNorNames(String channel) {
    for (String address :
        List.of(
            "",
            " ",
            "Team: a@x.example, b@y.example;",
            "a, b",
            "a;b",
            "a b",
            "Jo <jo>",
            "a\nb",
            "a\u2028b",
            "a\u00a0b",
            "\u200b")) {
      assertThat(errors(channel, address)).as(channel + " " + address).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@channel",
        "@here",
        "@everyone",
        "@Everyone",
        "!channel",
        "＠channel",
        "@ｈｅｒｅ",
        "ops@acme.example|ceo@acme.example",
        "jo|kim",
        "a@x.example:b@y.example",
        "a@b@c"
      })
  void everybodyOfAPlaceAndTwoAtOnceAreNoRecipient(String address) {
    for (String channel : List.of("slack", "teams", "sms", "ticket_reply", "other")) {
      assertThat(errors(channel, address)).as(channel).isNotEmpty();
    }
  }

  @Test
  void otherChannelsNameTheirRecipientsInOneWord() {
    assertThat(errors("slack", "C0SUPPORT")).isEmpty();
    assertThat(errors("slack", "#support")).isEmpty();
    assertThat(errors("slack", "@jo")).isEmpty();
    assertThat(errors("teams", "19:abc@thread.tacv2")).isEmpty();
    assertThat(errors("sms", "+491701234567")).isEmpty();
    assertThat(errors("sms", "+49 (170) 123-45")).isEmpty();
    assertThat(errors("ticket_reply", "ticket/8801")).isEmpty();
    assertThat(errors("other", "urn:room:7")).isEmpty();
  }

  /// In the second entry of the last list, so that every list and entry is looked at.
  private static List<String> errors(String channel, String address) {
    String good = channel.equals("email") ? "a@x.example" : "C01";
    String body =
        """
        {"action_type":"message.send","target_system":"desk",
         "proposed_changes":{"class":"message","channel":"%s","to":[{"address":"%s"}],
           "bcc":[{"address":"%s"},{"address":%s}],
           "body":{"media_type":"text/plain","content":"Hello."}}}
        """
            .formatted(channel, good, good, CanonicalJson.text(Json.of(address)));
    return switch (ProposalReader.read(body.getBytes(StandardCharsets.UTF_8))) {
      case ReadResult.Accepted _ -> List.of();
      case ReadResult.Invalid(var errors) ->
          errors.stream().map(error -> error.pointer() + " " + error.code()).toList();
      case ReadResult.Malformed malformed -> throw new AssertionError(malformed.toString());
    };
  }
}
