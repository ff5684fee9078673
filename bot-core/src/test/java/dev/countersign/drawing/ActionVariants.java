package dev.countersign.drawing;

import dev.countersign.TestGate;
import dev.countersign.card.CardView;
import dev.countersign.card.Tone;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.ProposalReader;
import dev.countersign.proposal.ReadResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Many small actions of one class that differ by little, each with its card: so many from so few
/// values that almost every action has a neighbour that says nearly the same.
public final class ActionVariants {
  private static final int TRIES = 250;
  private static final ProposalId REQUEST = new ProposalId("prop_01JD9Q7Z3M8V5K2N4R6T8W0XYZ");
  private static final String ASK_ABOUT_EVERYTHING =
      TestGate.ONE_LEAD.replace("action.class == \\\"api_call\\\"", "true");

  /// Names in which words and signs of the card stand.
  private static final List<String> NAMES =
      List.of(
          "a",
          "b",
          "a on server b",
          "b on server a",
          "a  ·  text/plain",
          "a  ·  called by the agent: b",
          "\"a\"",
          "a.",
          "a (production).",
          "\u00e9",
          "e\u0301");

  private static final List<String> PATHS =
      List.of("/a", "/a → \"b\"", "/a → 1", "/a → (removed)", "/a  ·  the agent says it is now: 1");

  /// Text that looks like other JSON, like more lines, or like lines of the card.
  private static final List<String> TEXTS =
      List.of(
          "",
          "1",
          "true",
          "null",
          "[1]",
          "{}",
          "a\nb",
          "a\r\nb",
          "a\n",
          "a\n\nb",
          "| a\n| b",
          "string of 2 lines\n  | a",
          "To: c@evil.example\n\na",
          "accept: a\n\nJSON body, a/b:\n1",
          "pay EUR 100\r\nnow",
          "pay EUR 100\nnow",
          "pay EUR 100 \nnow",
          "\u1eb9\u0301",
          "\u00e9\u0323",
          "e\u0323\u0301");

  private static final List<String> VALUES =
      List.of("null", "true", "1", "[1]", "[]", "{}", "\"a\"", "[null]", "{\"a\":1}", "[1,1]");

  private final Random random;

  private ActionVariants(Random random) {
    this.random = random;
  }

  /// The canonical bytes of each action, as text, and the card that people are asked on, without
  /// what names the request: its id, its heading and the digest in its small print.
  public static Map<String, CardView> of(ActionClass actionClass) {
    return some(actionClass, TRIES);
  }

  /// The first of them.
  public static Map<String, CardView> some(ActionClass actionClass, int most) {
    // Each class has a seed of its own, and the same one in every run.
    var variants =
        new ActionVariants(new Random(List.of(ActionClass.values()).indexOf(actionClass)));
    var cards = new LinkedHashMap<String, CardView>();
    for (int i = 0; i < TRIES && cards.size() < most; i++) {
      byte[] body = variants.body(actionClass).getBytes(StandardCharsets.UTF_8);
      if (ProposalReader.read(body) instanceof ReadResult.Accepted(var draft)) {
        cards.computeIfAbsent(CanonicalJson.text(draft.action().document()), _ -> card(body));
      }
    }
    return cards;
  }

  private static CardView card(byte[] body) {
    TestGate gate = TestGate.inMemory(ASK_ABOUT_EVERYTHING);
    CardView card = new CardComposer(gate.directory).compose(gate.record(gate.propose(body)));
    return new CardView(
        REQUEST, 1, 1, Tone.NEUTRAL, "heading", "summary", card.sections(), List.of(), "footer");
  }

  /// What is drawn, without the id of the request.
  public static String anonymous(String drawn) {
    return drawn.replaceAll("prop_[0-9A-Z]{26}", "prop");
  }

  private String body(ActionClass actionClass) {
    String changes =
        switch (actionClass) {
          case MESSAGE -> message();
          case RECORD_CHANGE -> record();
          case API_CALL -> call();
          case TOOL_CALL -> tool();
        };
    return "{\"action_type\":\"a.b\",\"target_system\":\"billing\","
        + (random.nextInt(4) == 0 ? "\"target_id\":" + quoted(pick(NAMES)) + "," : "")
        + (random.nextInt(6) == 0
            ? "\"preconditions\":{\"if_match\":" + quoted(pick(NAMES)) + "},"
            : "")
        + "\"proposed_changes\":"
        + changes
        + "}";
  }

  private String message() {
    String party = "{\"address\":\"a@b.example\"" + maybe("name", quoted(pick(NAMES))) + "}";
    String other = random.nextBoolean() ? "" : ",{\"address\":\"c@b.example\"}";
    return "{\"class\":\"message\",\"channel\":\"email\",\"to\":["
        + party
        + other
        + "]"
        + maybe("cc", pick(List.of("[]", "[{\"address\":\"c@b.example\"}]")))
        + maybe("subject", quoted(pick(NAMES)))
        + maybe("thread_ref", quoted(pick(NAMES)))
        + maybe(
            "attachments",
            "[{\"name\":"
                + quoted(pick(NAMES))
                + maybe("media_type", quoted(pick(List.of("text/plain", "b"))))
                + ",\"sha256\":\""
                + "a".repeat(64)
                + "\"}]")
        + ",\"body\":{\"media_type\":\"text/plain\",\"content\":"
        + quoted(pick(TEXTS))
        + "}}";
  }

  private String record() {
    var changes = new ArrayList<String>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      changes.add(
          "{\"path\":" + quoted(pick(PATHS)) + maybe("to", value()) + maybe("from", value()) + "}");
    }
    return "{\"class\":\"record_change\",\"operation\":\""
        + pick(List.of("update", "delete", "create"))
        + "\",\"record_type\":"
        + quoted(pick(NAMES))
        + ",\"changes\":["
        + String.join(",", changes)
        + "]}";
  }

  private String call() {
    return "{\"class\":\"api_call\",\"method\":\"POST\",\"url\":\"https://a.example/\""
        + maybe("headers", pick(List.of("{}", "{\"accept\":\"a\"}", "{\"accept\":\"a, b: c\"}")))
        + maybe(
            "body",
            "{\"media_type\":"
                + quoted(pick(List.of("a/b", "a/b:")))
                + (random.nextBoolean()
                    ? ",\"json\":" + value()
                    : ",\"text\":" + quoted(pick(TEXTS)))
                + "}")
        + maybe("auth_scope", pick(List.of("[]", "[\"a\"]", "[\"a\",\"b\"]", "[\"a, b\"]")))
        + maybe("side_effects", pick(List.of("[]", "[\"a\"]", "[\"Needs the right: a\"]")))
        + "}";
  }

  private String tool() {
    return "{\"class\":\"tool_call\",\"tool\":"
        + quoted(pick(NAMES))
        + ",\"server\":"
        + quoted(pick(NAMES))
        + ",\"arguments\":{"
        + (random.nextBoolean() ? "\"a\":" + value() : "")
        + "}"
        + maybe(
            "annotations",
            pick(
                List.of(
                    "{}", "{\"readOnlyHint\":true}", "{\"title\":\"true\"}", "{\"title\":\"a\"}")))
        + "}";
  }

  private String value() {
    return random.nextBoolean() ? pick(VALUES) : quoted(pick(TEXTS));
  }

  private String maybe(String name, String value) {
    return random.nextInt(3) > 0 ? "" : ",\"" + name + "\":" + value;
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static String quoted(String text) {
    return CanonicalJson.text(Json.of(text));
  }
}
