package dev.countersign.proposal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Fixtures;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ReadResult.Accepted;
import dev.countersign.proposal.ReadResult.Invalid;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The reader against the published schema, by a validator that is not ours.
class ProposalSchemaTest {
  private static final int MUTANTS_PER_SAMPLE = 2_000;
  private static final int GENERATED = 200;

  /// Where the reader is stricter than the schema can say. Everything else must agree.
  private static final Set<String> DELIBERATELY_STRICTER =
      Set.of(
          "bad_url", // userinfo, fragments, dot segments, ports; the schema only knows `format:
          // uri`
          "bad_address", // what is one recipient, by channel
          "bad_date_time", // leap seconds, more than nanoseconds
          "credential_header_not_allowed", // names beyond the schema's list
          "bad_header_value"); // control characters

  private static final List<Json> VALUES =
      List.of(
          JsonNull.NULL,
          Json.of(true),
          Json.of(0),
          Json.of(-1),
          new JsonNumber("0.5"),
          Json.of(""),
          Json.of("x"),
          Json.of("/x"),
          Json.of("A b"),
          Json.of("a\nb"),
          Json.of("/a\u2028b"),
          Json.of("/a\n"),
          Json.of("x".repeat(201)),
          Json.of("😀".repeat(200)),
          Json.of("x".repeat(9_000)),
          Json.of("record_change"),
          Json.of("create"),
          Json.of("delete"),
          Json.of("internal"),
          Json.of("critical"),
          Json.of("2026-11-24T09:30:00Z"),
          Json.of("2026-11-24 09:30:00Z"),
          Json.of("https://a.example/x"),
          Json.of("mailto:a@b.example"),
          Json.of("prop_01ARZ3NDEKTSV4RRFFQ69G5FAV"),
          JsonObject.EMPTY,
          JsonArray.EMPTY,
          JsonObject.builder().put("address", "a@b.example").build(),
          JsonObject.builder().put("path", "/a").build(),
          JsonObject.builder().put("title", "t").build(),
          JsonArray.ofStrings(List.of("a", "b")));

  private static final List<String> NAMES =
      List.of(
          "x",
          "cookie",
          "host",
          "accept",
          "class",
          "changes",
          "operation",
          "body",
          "cc",
          "audience",
          "target_id",
          "confidence",
          "supersedes",
          "not_before",
          "url",
          "to",
          "from",
          "text",
          "labels",
          "anew");

  private final Schema schema = schema();

  @Test
  void theSamplesAreWhatTheSchemaAccepts() {
    for (byte[] sample : samples()) {
      assertThat(errorsBySchema(sample)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(ActionClass.class)
  void whatIsMadeByTheSchemaIsTaken(ActionClass actionClass) {
    assertThat(agree(GeneratedProposals.whole(actionClass, 0), 0)).isTrue();
    for (int seed = 0; seed < GENERATED; seed++) {
      assertThat(agree(GeneratedProposals.some(actionClass, seed), seed)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(ActionClass.class)
  void readerAndSchemaAgreeOnMutationsOfWhatIsMadeByIt(ActionClass actionClass) {
    for (int seed = 0; seed < GENERATED; seed++) {
      JsonObject whole = GeneratedProposals.whole(actionClass, seed);
      agree(mutated(whole, new Random(seed)), seed);
    }
  }

  @Test
  void readerAndSchemaAgreeOnMutations() {
    int accepted = 0;
    int refused = 0;
    for (byte[] sample : samples()) {
      for (int seed = 0; seed < MUTANTS_PER_SAMPLE; seed++) {
        if (agree(mutated(CanonicalJson.parse(sample), new Random(seed)), seed)) {
          accepted++;
        } else {
          refused++;
        }
      }
    }
    assertThat(accepted).as("mutants that are still proposals").isGreaterThan(500);
    assertThat(refused).as("mutants that are none").isGreaterThan(500);
  }

  @Test
  void readerAndSchemaAgreeOnTheDesignsExamples() {
    for (Path file : Fixtures.files("../design/examples")) {
      String name = file.getFileName().toString();
      boolean accepted = agree(CanonicalJson.parse(Fixtures.bytes(file)), 0);
      assertThat(accepted).as(name).isEqualTo(!name.startsWith("invalid-"));
    }
  }

  private boolean agree(Json document, int seed) {
    byte[] body = CanonicalJson.bytes(document);
    List<String> bySchema = errorsBySchema(body);
    ReadResult result = ProposalReader.read(body);
    if (bySchema.isEmpty() && result instanceof Invalid(List<ProposalError> errors)) {
      assertThat(errors)
          .as("seed %s: the schema accepts %s", seed, CanonicalJson.text(document))
          .extracting(ProposalError::code)
          .isSubsetOf(DELIBERATELY_STRICTER);
    } else {
      assertThat(result instanceof Accepted)
          .as("seed %s: %s %s %s", seed, bySchema, result, CanonicalJson.text(document))
          .isEqualTo(bySchema.isEmpty());
    }
    return result instanceof Accepted;
  }

  private List<String> errorsBySchema(byte[] body) {
    return schema
        .validate(
            new String(body, UTF_8),
            InputFormat.JSON,
            execution -> execution.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Object::toString)
        .toList();
  }

  private static List<byte[]> samples() {
    return List.of(
        SampleProposals.refundBody(),
        SampleProposals.ticketReplyBody(),
        SampleProposals.billingTermsBody(),
        SampleProposals.mergeBody());
  }

  /// One change somewhere in the tree: a member or item replaced, removed or added.
  private static Json mutated(Json value, Random random) {
    boolean here = random.nextInt(3) == 0;
    return switch (value) {
      case JsonObject(Map<String, Json> members) when !members.isEmpty() -> {
        var changed = new LinkedHashMap<>(members);
        String name = pick(List.copyOf(members.keySet()), random);
        if (!here) {
          changed.put(name, mutated(members.getOrDefault(name, JsonNull.NULL), random));
        } else if (random.nextBoolean()) {
          changed.remove(name);
        } else {
          changed.put(pick(NAMES, random), pick(VALUES, random));
        }
        yield new JsonObject(changed);
      }
      case JsonArray(List<Json> items) when !items.isEmpty() -> {
        var changed = new ArrayList<>(items);
        int index = random.nextInt(items.size());
        if (!here) {
          changed.set(index, mutated(items.get(index), random));
        } else if (random.nextBoolean()) {
          changed.remove(index);
        } else {
          Json item = items.get(index);
          for (int i = random.nextInt(40); i >= 0; i--) {
            changed.add(item);
          }
        }
        yield new JsonArray(changed);
      }
      default -> pick(VALUES, random);
    };
  }

  private static <T> T pick(List<T> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }

  private static Schema schema() {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(new String(ProposalSchema.bytes(), UTF_8));
  }
}
