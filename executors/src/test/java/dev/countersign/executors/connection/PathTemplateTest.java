package dev.countersign.executors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.executors.wire.UrlPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathTemplateTest {

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1", "/v1/{id}", "/v1/{id}/notes", "/v1/", "/v1/%C3%A9"})
  void aTemplateIsAPathWithOpenSegments(String text) {
    assertThat(PathTemplate.parse(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v1",
        "/v1//x",
        "/v1/..",
        "/v1/{}",
        "/v1/{Id}",
        "/v1/{id}x",
        "/v1/x{id}",
        "/v1/*",
        "/v1/**/x",
        "/v1?x",
        "/v1#x",
        "/v1/a;b",
        "/{a}/{b",
        "{id}"
      })
  void anythingElseIsNoTemplate(String text) {
    // An asterisk is an ordinary character of a path, not a wildcard: as a literal it is accepted.
    assertThat(PathTemplate.parse(text).isPresent()).isEqualTo(text.contains("*"));
  }

  @Test
  void anAsteriskIsNoWildcard() {
    PathTemplate template = PathTemplate.parse("/v1/*").orElseThrow();
    assertThat(template.matches(UrlPath.parse("/v1/x").orElseThrow())).isFalse();
    assertThat(template.matches(UrlPath.parse("/v1/*").orElseThrow())).isTrue();
  }

  @Test
  void equalSegmentsMatchHoweverTheirHexDigitsAreWritten() {
    PathTemplate template = PathTemplate.parse("/v1/%C3%A9").orElseThrow();
    assertThat(template.matches(UrlPath.parse("/v1/%c3%a9").orElseThrow())).isTrue();
  }

  @Test
  void aLiteralPlaceholderNameInAPathIsNotTheOpenSegment() {
    PathTemplate template = PathTemplate.parse("/v1/x").orElseThrow();
    assertThat(template.matches(UrlPath.parse("/v1/y").orElseThrow())).isFalse();
  }
}
