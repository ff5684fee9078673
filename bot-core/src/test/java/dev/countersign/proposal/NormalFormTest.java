package dev.countersign.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalFormTest {
  private static final String PLAIN =
      """
      {"class":"message","channel":"email","to":[{"address":"a@x.example"},{"address":"b@x.example"}],
       "subject":"Café","body":{"media_type":"text/plain","content":"One\\nTwo"}}\
      """;
  private static final String RECORD =
      """
      {"class":"record_change","operation":"update","record_type":"account","changes":[
       {"path":"/plan","to":"pro"},{"path":"/seats","to":5}]}\
      """;
  private static final String CALL =
      """
      {"class":"api_call","method":"POST","url":"https://api.example/v1/r%C3%A9funds?a=b"}\
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"address":"a@x.example"},{"address":"b@x.example"} | {"address":"b@x.example"},{"address":"a@x.example"}
          {"address":"a@x.example"},                          | {"address":"a@x.example"},{"address":"a@x.example"},
          Café                                                | Cafe\\u0301
          Café                                                | `Café  `
          One\\nTwo                                           | One\\r\\nTwo
          One\\nTwo                                           | `One \\t\\nTwo`
          One\\nTwo                                           | `One\\nTwo\\n\\n `
          """)
  void aMessageSpelledOtherwiseIsTheSame(String from, String to) {
    assertThat(form(PLAIN.replace(from, to))).isEqualTo(form(PLAIN));
    assertThat(PLAIN).contains(from);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a@x.example                         | A@x.example
          a@x.example                         | c@x.example
          ,{"address":"b@x.example"}]         | ],"cc":[{"address":"b@x.example"}]
          {"address":"a@x.example"}           | {"address":"a@x.example","name":"Ann"}
          One\\nTwo                           | One\\n\\nTwo
          One\\nTwo                           | One\\n Two
          One\\nTwo                           | One Two
          One                                 | one
          One                                 | Оne
          Café                                | Cafe
          text/plain                          | text/markdown
          email                               | sms
          """)
  void aMessageThatReachesOrSaysSomethingElseIsAnother(String from, String to) {
    assertThat(PLAIN).contains(from);
    assertThat(form(PLAIN.replace(from, to))).isNotEqualTo(form(PLAIN));
  }

  @Test
  void blanksAtTheEndsOfLinesMeanSomethingOutsidePlainText() {
    for (String type : List.of("text/markdown", "text/html")) {
      String text = PLAIN.replace("text/plain", type);
      assertThat(form(text.replace("One\\n", "One  \\n"))).as(type).isNotEqualTo(form(text));
    }
  }

  @Test
  void wordsWithAnAddressKeepTheirLetters() {
    String linked = PLAIN.replace("One", "https://x.example/café");
    assertThat(form(linked.replace("/café", "/cafe\\u0301"))).isNotEqualTo(form(linked));
  }

  @Test
  void theOrderOfIndependentChangesMeansNothing() {
    assertThat(
            form(
                RECORD.replace(
                    "{\"path\":\"/plan\",\"to\":\"pro\"},{\"path\":\"/seats\",\"to\":5}",
                    "{\"path\":\"/seats\",\"to\":5},{\"path\":\"/plan\",\"to\":\"pro\"}")))
        .isEqualTo(form(RECORD));
  }

  @ParameterizedTest
  @CsvSource({
    "/plan,/plan",
    "/plan,/plan/name",
    "/plan/name,/plan",
    "/items/0,/items/1",
    "/a/-,/b",
    "/0,/b"
  })
  void theOrderOfChangesThatMayMeetIsKept(String one, String other) {
    assertThat(form(changes(one, 1, other, 2))).isNotEqualTo(form(changes(other, 2, one, 1)));
  }

  private static String changes(String first, int to, String second, int then) {
    return """
    {"class":"record_change","operation":"update","record_type":"account","changes":[
     {"path":"%s","to":%d},{"path":"%s","to":%d}]}\
    """
        .formatted(first, to, second, then);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://API.example/v1/r%C3%A9funds?a=b",
        "https://api.example:443/v1/r%C3%A9funds?a=b",
        "https://api.example/v1/r%c3%a9funds?a=b",
        "https://api.example/%76%31/r%C3%A9funds?%61=b"
      })
  void anAddressSpelledOtherwiseIsTheSame(String url) {
    assertThat(form(CALL.replace("https://api.example/v1/r%C3%A9funds?a=b", url)))
        .isEqualTo(form(CALL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.example/v1/r%C3%A9funds?a=b",
        "https://api.example:80/v1/r%C3%A9funds?a=b",
        "https://api.example/V1/r%C3%A9funds?a=b",
        "https://api.example/v1/./r%C3%A9funds?a=b",
        "https://api.example/v1/r%C3%A9funds/?a=b",
        "https://api.example/v1/r%C3%A9funds?a=b&",
        "https://api.example/v1/r%C3%A9funds?a%3Db",
        "https://api.example/v1%2Fr%C3%A9funds?a=b",
        "https://api.example/v1/%2E%2E/v1/r%C3%A9funds?a=b",
        "https://me@api.example/v1/r%C3%A9funds?a=b",
        "https://api.example/v1/r%C3%A9funds?a=b#c"
      })
  void anAddressThatMayLeadElsewhereIsAnother(String url) {
    assertThat(form(CALL.replace("https://api.example/v1/r%C3%A9funds?a=b", url)))
        .isNotEqualTo(form(CALL));
  }

  @Test
  void whatIsSpelledInTheNormalFormKeepsItsDigest() {
    for (String changes : List.of(PLAIN, RECORD, CALL)) {
      assertThat(form(changes)).isEqualTo(action(changes).digest());
    }
    assertThat(form(PLAIN.replace("Café", "Cafe\\u0301"))).isEqualTo(action(PLAIN).digest());
  }

  @Test
  void everythingBesideTheChangesMakesAnotherAction() {
    JsonObject document = action(CALL).document();
    for (String member : List.of("action_type", "target_system", "environment")) {
      JsonObject other =
          document.with(
              member,
              dev.countersign.json.Json.of(member.equals("environment") ? "staging" : "another"));
      assertThat(NormalForm.digest(Action.read(CanonicalJson.bytes(other))))
          .as(member)
          .isNotEqualTo(form(CALL));
    }
  }

  /// By a model of what a mail server and a reader make of a message, told apart from the code
  /// under test: equal forms have equal effects.
  @Test
  void messagesOfOneFormHaveOneEffect() {
    Random random = new Random(7_203_114);
    List<String> texts =
        List.of("a", "a ", "a\\n", "a\\r\\n", "a \\nb", "a\\nb", "a\\n\\nb", "é", "e\\u0301", " a");
    List<String> addresses = List.of("a@x.example", "b@x.example", "A@x.example");
    Map<Digest, String> effects = new HashMap<>();
    int joined = 0;
    for (int nth = 0; nth < 4_000; nth++) {
      List<String> to = some(addresses, random);
      String subject = texts.get(random.nextInt(texts.size()));
      String body = texts.get(random.nextInt(texts.size()));
      String type = random.nextBoolean() ? "text/plain" : "text/markdown";
      String changes = message(to, subject, body, type);
      String effect =
          new TreeSet<>(to)
              + "|"
              + read(subject, false)
              + "|"
              + type
              + "|"
              + read(body, type.equals("text/plain"));
      String before = effects.putIfAbsent(form(changes), effect);
      if (before != null) {
        joined++;
        assertThat(effect).as(changes).isEqualTo(before);
      }
    }
    assertThat(joined).isPositive();
  }

  /// By carrying the changes out, one after the other, on a record with members and a list.
  @Test
  void recordChangesOfOneFormLeaveTheSameRecord() {
    Random random = new Random(4_190_227);
    List<String> paths =
        List.of("/plan", "/seats", "/a", "/a/b", "/a/c", "/items/0", "/items/1", "/items/-", "/0");
    Map<Digest, Object> records = new HashMap<>();
    int joined = 0;
    for (int nth = 0; nth < 4_000; nth++) {
      List<String> first = List.of(paths.get(random.nextInt(9)), "" + random.nextInt(2));
      List<String> second = List.of(paths.get(random.nextInt(9)), "" + random.nextInt(2));
      String changes =
          changes(
              first.getFirst(),
              Integer.parseInt(first.getLast()),
              second.getFirst(),
              Integer.parseInt(second.getLast()));
      Object record = changed(List.of(first, second));
      Object before = records.putIfAbsent(form(changes), record);
      if (before != null) {
        joined++;
        assertThat(record).as(changes).isEqualTo(before);
      }
    }
    assertThat(joined).isPositive();
  }

  /// Each change of its path to its value; with the order where a list is changed, whose places
  /// move.
  private static Object changed(List<List<String>> changes) {
    Map<String, Object> record = new TreeMap<>(Map.of("plan", "x", "seats", "x", "0", "x"));
    List<String> inList = new ArrayList<>();
    for (List<String> change : changes) {
      String[] steps = change.getFirst().substring(1).split("/", -1);
      if (steps[0].equals("items")) {
        inList.add(steps[1] + "=" + change.getLast());
      } else if (steps.length == 1) {
        record.put(steps[0], change.getLast());
      } else {
        Map<String, Object> inner = new TreeMap<>();
        if (record.get(steps[0]) instanceof Map<?, ?> old) {
          old.forEach((name, value) -> inner.put((String) name, value));
        }
        inner.put(steps[1], change.getLast());
        record.put(steps[0], inner);
      }
    }
    return List.of(record, inList);
  }

  /// By what a server makes of an address: where it is, which parts its path has, which words its
  /// query.
  @Test
  void addressesOfOneFormLeadToTheSamePlace() {
    Random random = new Random(9_917_043);
    List<List<String>> parts =
        List.of(
            List.of("https://api.example", "https://API.example", "https://api.example:443"),
            List.of("", ":8443"),
            List.of("/v1", "/%76%31", "/V1", "/v1/", "/v%31/%2E%2E/v1", "/v1%2F"),
            List.of("", "/caf%C3%A9", "/caf%c3%a9", "/b", "/%62"),
            List.of("", "?a=b", "?%61=b", "?a%3Db", "?a=b&", "?A=b"));
    Map<Digest, Object> places = new HashMap<>();
    int joined = 0;
    for (int nth = 0; nth < 4_000; nth++) {
      StringBuilder url = new StringBuilder();
      for (List<String> part : parts) {
        String next = part.get(random.nextInt(part.size()));
        if (!next.startsWith(":") || !url.toString().endsWith("443")) {
          url.append(next);
        }
      }
      URI address = URI.create(url.toString());
      List<Object> place =
          List.of(
              address.getHost().toLowerCase(Locale.ROOT),
              address.getPort() == -1 ? 443 : address.getPort(),
              decoded(address.getRawPath(), "/"),
              address.getRawQuery() == null ? "none" : decodedPairs(address.getRawQuery()));
      Digest form = form(CALL.replace("https://api.example/v1/r%C3%A9funds?a=b", url));
      Object before = places.putIfAbsent(form, place);
      if (before != null) {
        joined++;
        assertThat(place).as(url.toString()).isEqualTo(before);
      }
    }
    assertThat(joined).isPositive();
  }

  private static List<String> decoded(String text, String between) {
    return Arrays.stream(text.split(between, -1))
        .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
        .toList();
  }

  private static List<List<String>> decodedPairs(String query) {
    return Arrays.stream(query.split("&", -1)).map(pair -> decoded(pair, "=")).toList();
  }

  private static List<String> some(List<String> of, Random random) {
    List<String> picked = new ArrayList<>();
    for (int nth = 0; nth <= random.nextInt(3); nth++) {
      picked.add(of.get(random.nextInt(of.size())));
    }
    Collections.shuffle(picked, random);
    return picked;
  }

  private static String message(List<String> to, String subject, String body, String type) {
    return "{\"class\":\"message\",\"channel\":\"email\",\"to\":["
        + String.join(",", to.stream().map(address -> "{\"address\":\"" + address + "\"}").toList())
        + "],\"subject\":\""
        + subject
        + "\",\"body\":{\"media_type\":\""
        + type
        + "\",\"content\":\""
        + body
        + "\"}}";
  }

  /// What a reader sees: composed letters, lines without the blanks at their ends where they mean
  /// nothing.
  private static String read(String escaped, boolean plain) {
    String text =
        escaped.replace("\\r", "").replace("\\n", "\n").replace("e\\u0301", "é").stripTrailing();
    return plain ? String.join("\n", text.lines().map(String::stripTrailing).toList()) : text;
  }

  private static Digest form(String changes) {
    return NormalForm.digest(action(changes));
  }

  private static Action action(String changes) {
    return Action.freeze(
        (JsonObject)
            CanonicalJson.parse(
                """
                {"v":"countersign-action/1","action_type":"a","target_system":"s",
                 "environment":"production","proposed_changes":%s}\
                """
                    .formatted(changes)
                    .getBytes(StandardCharsets.UTF_8)));
  }
}
