package dev.countersign.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.AgentEnvironment;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalDraft;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/// Policies and inputs for tests.
public final class SamplePolicies {
  public static final Digest VERSION = Digest.of("policy under test");

  private SamplePolicies() {}

  /// The policy that the contract of the policy file shows.
  public static Policy example() {
    try (InputStream in = SamplePolicies.class.getResourceAsStream("example-policy.json")) {
      if (in == null) {
        throw new AssertionError("no example policy");
      }
      return policy(new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Policy policy(String json) {
    return switch (reading(json)) {
      case PolicyReading.Read(Policy policy) -> policy;
      case PolicyReading.Unreadable unreadable -> throw new AssertionError(unreadable);
    };
  }

  static PolicyReading reading(String json) {
    return PolicyReader.read(object(json), VERSION);
  }

  /// A policy of nothing but these rules, each a JSON object.
  static Policy rules(String... rules) {
    return policy("{\"version\": 1, \"rules\": [" + String.join(",", rules) + "]}");
  }

  /// A policy with one rule that allows what `condition` matches.
  static Policy allowing(String condition) {
    return rules(allow("only", condition));
  }

  static String allow(String id, String when) {
    return rule(id, when, "allow", "");
  }

  static String refuse(String id, String when) {
    return rule(id, when, "refuse", "");
  }

  static String ask(String id, String when, String group) {
    return rule(
        id, when, "ask", ", \"stages\": [{\"group\": \"" + group + "\", \"approvals\": 1}]");
  }

  /// @param more further members, each with a comma before it
  static String rule(String id, String when, String gate, String more) {
    JsonObject plain =
        JsonObject.builder().put("id", id).put("when", when).put("gate", gate).build();
    return CanonicalJson.text(plain).replaceAll("}$", "") + more + "}";
  }

  static JsonObject object(String json) {
    return (JsonObject) CanonicalJson.parse(json.getBytes(UTF_8));
  }

  static PolicyInput input(ProposalDraft draft) {
    return input(draft, "{}");
  }

  static PolicyInput input(ProposalDraft draft, String derived) {
    return new PolicyInput(
        draft.action(),
        draft.context(),
        object(derived),
        new AgentFacts(
            new AgentId("support-bot"),
            new PersonId("reviewer-1"),
            Optional.of(AgentEnvironment.LIVE)));
  }
}
