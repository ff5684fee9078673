package dev.countersign.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  private static final List<String> KNOWN =
      List.of("chat_port", "host", "lame_duck", "management_port", "port", "public_url");

  @ParameterizedTest
  @CsvSource({
    "prot,port",
    "ports,port",
    "publicurl,public_url",
    "hots,host",
    "lameduck,lame_duck",
    "managment_port,management_port",
    "public_uri,public_url",
    "PORT,port"
  })
  void aSlipOfTheFingerLeadsBack(String written, String meant) {
    assertThat(NearestName.of(written, KNOWN).orElse("")).isEqualTo(meant);
  }

  @Test
  void whatIsLikeNothingLeadsNowhere() {
    assertThat(NearestName.of("zzz", KNOWN)).isEmpty();
    assertThat(NearestName.of("", KNOWN)).isEmpty();
    assertThat(NearestName.of("port", List.of())).isEmpty();
  }
}
