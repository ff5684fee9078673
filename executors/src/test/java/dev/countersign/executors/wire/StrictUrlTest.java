package dev.countersign.executors.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.executors.connection.BaseUrl;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Fixtures;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictUrlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example", "https://api.example:8443", "https://api.example/", "https://a",
        "https://xn--jv8h.example", "https://93.184.215.14", "https://1.example", "https://[::1]",
        "https://[2606:4700::6810:84e5]:8443", "https://[1:0:0:2::3]", "https://0x.example"
      })
  void aCanonicalHostIsABase(String text) {
    assertThat(BaseUrl.parse(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://2130706433",
        "https://0x7f000001",
        "https://0x7f.1",
        "https://0177.0.0.1",
        "https://127.1",
        "https://127.0.1",
        "https://127.0.0.01",
        "https://127.0.0.1.",
        "https://256.0.0.1",
        "https://1.2.3.4.5",
        "https://a.1",
        "https://a.0x1",
        "https://0x",
        "https://[::ffff:127.0.0.1]",
        "https://[::ffff:7f00:1]",
        "https://[0:0:0:0:0:0:0:1]",
        "https://[::0001]",
        "https://[FE80::1]",
        "https://[fe80::1%25eth0]",
        "https://[::1",
        "https://::1",
        "https://[api.example]",
        "https://[127.0.0.1]",
        "https://a_b.example",
        "https://-a.example",
        "https://a-.example",
        "https://a..example",
        "https://.example",
        "https://api.example.",
        "https://①②⑦.0.0.1",
        "https://api。example",
        "https://api.example/v1",
        "https://api.example?x",
        "https://api.example#x",
        "https://u@api.example",
        "https://",
        "https://api.example:0",
        "https://api.example:65536",
        "https://[1::2:0:0:0:3]",
        "https://[1:0:2:3:4:5:6::]",
        ""
      })
  void anOddSpellingIsNone(String text) {
    assertThat(BaseUrl.parse(text)).isEmpty();
  }

  @Test
  void aNameLongerThanDnsAllowsIsNone() {
    assertThat(BaseUrl.parse("https://" + "a.".repeat(126) + "a")).isPresent();
    assertThat(BaseUrl.parse("https://" + "a.".repeat(127) + "a")).isEmpty();
    assertThat(BaseUrl.parse("https://" + "a".repeat(64) + ".example")).isEmpty();
  }

  @Test
  void whatIsAcceptedOfTheVectorsMeansTheSameHostAndPort() {
    var vectors =
        (JsonObject)
            CanonicalJson.parse(Fixtures.bytes(Fixtures.require("vectors/ssrf/host-port.json")));
    int accepted = 0;
    for (JsonObject vector : vectors.objects("cases", c -> c)) {
      Optional<StrictUrl> url = StrictUrl.parse("https://" + vector.text("hostPort"));
      boolean onlyPortMissing =
          vector.get("error") instanceof JsonString(String error)
              && error.equals("missing port in address");
      if (url.isEmpty() || onlyPortMissing) {
        continue; // refusing more than others is fine, and a URL has a default port
      }
      accepted++;
      assertThat(vector.get("error")).isNotInstanceOf(JsonString.class);
      assertThat(HostText.unbracketed(url.get().host())).isEqualTo(vector.text("host"));
      assertThat(JsonNumber.of(url.get().port())).isEqualTo(vector.get("port"));
    }
    assertThat(accepted).isPositive();
  }
}
