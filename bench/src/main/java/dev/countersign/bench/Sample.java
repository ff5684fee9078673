package dev.countersign.bench;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.people.People;
import dev.countersign.people.PeopleReader;
import dev.countersign.people.PeopleReading;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyReader;
import dev.countersign.policy.PolicyReading;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The deployment and the work that are measured: answers to customers, proposed by 64 agents,
/// eight by eight asked in a channel of their own, each of the same four support leads, any one of
/// whom may approve. So many that no budget of the gate keeps the load out, with its usual limits.
final class Sample {
  static final String TEAM = "T0BENCH";
  static final String APP = "A0BENCH";

  /// Of whoever is signed in to pages.
  static final String ISSUER = "https://login.bench.example";

  private static final List<String> LEADS = List.of("U0LENA", "U0MARC", "U0NINA", "U0OMAR");

  private static final List<String> MEMBERS = List.of("lena", "marc", "nina", "omar");

  static final int AGENTS = 64;
  static final int CHANNELS = 8;

  private static final String PARAGRAPH =
      "We looked into the parcel together with the carrier and found that it was damaged on its way"
          + " between the two depots. The carrier has confirmed this and takes the cost.\\n\\nYou"
          + " need not send anything back. A new parcel leaves our warehouse on the next working"
          + " day and should reach you within three days; you will get the number to follow it as"
          + " soon as it is on its way.\\n\\nWe are sorry for the trouble. If the new parcel is"
          + " late, or if anything in it is not as you ordered it, answer this message and it will"
          + " come to the same desk.\\n\\n";

  // A page of JSON, with its three places: it stands apart from the line that fills them.
  @SuppressWarnings("InlineFormatString")
  private static final String BODY =
      """
      {"action_type": "message.send", "target_system": "helpdesk", "target_id": "ticket/%d",
       "proposed_changes": {"class": "message", "channel": "ticket_reply", "audience": "external",
         "to": [{"address": "mara@client.example", "name": "Mara Lind"}],
         "cc": [{"address": "desk@example.com"}],
         "subject": "Your broken parcel, ticket %d",
         "body": {"media_type": "text/plain", "content": "Dear Mara,\\n\\n%sYour support team"}},
       "rationale": "The carrier confirmed the damage; the customer waits for a word.",
       "confidence": 0.93, "risk_level": "medium"}
      """;

  private Sample() {}

  /// A proposal with an action of about 1.5 KB.
  ///
  /// @param number makes it differ from all others
  static byte[] proposal(long number) {
    return BODY.formatted(number, number, PARAGRAPH.repeat(2)).getBytes(StandardCharsets.UTF_8);
  }

  /// By turns.
  static String lead(int caller) {
    return LEADS.get(caller % LEADS.size());
  }

  static Policy policy() {
    JsonObject file = resource("policy.json");
    List<Json> rules = new ArrayList<>(file.items("rules"));
    numbers(CHANNELS).forEach(channel -> rules.add(rule(channel)));
    JsonObject policy = file.with("rules", new JsonArray(rules));
    return switch (PolicyReader.read(policy, Digest.of(CanonicalJson.bytes(policy)))) {
      case PolicyReading.Read(var read) -> read;
      case PolicyReading.Unreadable(var problems) ->
          throw new IllegalStateException(problems.toString());
    };
  }

  private static JsonObject rule(int channel) {
    JsonObject stage =
        JsonObject.builder().put("group", group(channel)).put("approvals", 1).build();
    return JsonObject.builder()
        .put("id", "external-message-" + channel)
        .put(
            "when",
            "agent.id.startsWith(\"support-%02d-\") && action.class == \"message\" && external"
                .formatted(channel))
        .put("gate", "ask")
        .put("stages", new JsonArray(List.of(stage)))
        .put("sla", JsonObject.builder().put("expires", "4h").build())
        .build();
  }

  static People people() {
    JsonObject.Builder groups = JsonObject.builder();
    numbers(CHANNELS)
        .forEach(channel ->
            groups.put(
                group(channel),
                JsonObject.builder()
                    .put(
                        "members",
                        JsonArray.ofStrings(channel == 1 ? with(MEMBERS, "gina") : MEMBERS))
                    .put("slack_channel", "C0LEADS%02d".formatted(channel))
                    .build()));
    groups.put(
        "watch",
        JsonObject.builder()
            .put("members", JsonArray.ofStrings(List.of("vera")))
            .put("console", "viewer")
            .build());
    JsonObject.Builder agents = JsonObject.builder();
    numbers(AGENTS)
        .forEach(agent ->
            agents.put(
                "support-%02d-%d".formatted(agent % CHANNELS, agent / CHANNELS),
                JsonObject.builder()
                    .put("owner", "otto")
                    .put("key", "ck_test_bench%03d".formatted(agent))
                    .put("may_propose", JsonArray.ofStrings(List.of("message")))
                    .build()));
    JsonObject people =
        resource("people.json").with("groups", groups.build()).with("agents", agents.build());
    return switch (PeopleReader.read(people)) {
      case PeopleReading.Read(var read) -> read;
      case PeopleReading.Unreadable(var problems) ->
          throw new IllegalStateException(problems.toString());
    };
  }

  private static List<String> with(List<String> members, String one) {
    return Stream.concat(members.stream(), Stream.of(one)).toList();
  }

  private static String group(int channel) {
    return "support-leads-%02d".formatted(channel);
  }

  private static Stream<Integer> numbers(int below) {
    return IntStream.range(0, below).boxed();
  }

  private static JsonObject resource(String name) {
    return (JsonObject) CanonicalJson.parse(text(name).getBytes(StandardCharsets.UTF_8));
  }

  /// A file that stands beside this class.
  static String text(String name) {
    try (InputStream in = Sample.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
