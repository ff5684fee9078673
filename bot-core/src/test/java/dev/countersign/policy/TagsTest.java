package dev.countersign.policy;

import static dev.countersign.policy.SamplePolicies.allow;
import static dev.countersign.policy.SamplePolicies.input;
import static dev.countersign.policy.SamplePolicies.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.SampleProposals;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagsTest {
  private static final PolicyInput REFUND = input(SampleProposals.refund());

  @Test
  void ofEachKindTheFirstThatHoldsIsGiven() {
    assertThat(
            tags(
                tag("severity/high", "true"),
                tag("domain/support", "action.class == 'message'"),
                tag("domain/billing", "action.class == 'api_call'"),
                tag("domain/money", "true"),
                tag("blocks_customer", "true")))
        .as("in the order of the kinds, whatever the order in the file")
        .containsExactly("domain/billing", "severity/high", "blocks_customer");
  }

  @Test
  void whatOnlyTheAgentSaysIsMarkedAlsoThroughAFact() {
    Policy policy =
        policy(
            """
            {"version":1,"facts":{"pressing":"proposal.urgency == 'high' || true"},
             "tags":[{"tag":"severity/high","when":"pressing"},
               {"tag":"source/helpdesk","when":"agent.id == 'support-bot'"},
               {"tag":"blocks_customer","when":"proposal.blocking_customer || true"}],
             "rules":[]}
            """);

    assertThat(policy.rule(REFUND).tags())
        .extracting(Tag::toString)
        .containsExactly("severity/high (claimed)", "source/helpdesk", "blocks_customer (claimed)");
  }

  @Test
  void whatCannotBeEvaluatedIsNotGivenAndIsTold() {
    Ruling ruling =
        tagged(
            tag("domain/broken", "action.body.nothing.here == 1"),
            tag("domain/billing", "true"),
            tag("severity/high", "action.body.nothing.here == 1"));

    assertThat(ruling.tags()).extracting(Tag::toString).containsExactly("domain/billing");
    assertThat(ruling.findings())
        .filteredOn(finding -> finding.result().equals("error"))
        .extracting(Finding::subject)
        .containsExactly("domain/broken", "severity/high");
    assertThat(ruling.gate()).as("a tag decides nothing").isEqualTo(Gate.ALLOW);
  }

  @Test
  void tagsAreKeptWithTheRulingAndToldByItsEntry() {
    Ruling ruling = tagged(tag("domain/billing", "true"), tag("blocks_customer", "true"));

    assertThat(Ruling.fromJson(ruling.toJson())).isEqualTo(ruling);
    assertThat(Tag.of(ruling.toEntry())).isEqualTo(ruling.tags());
    assertThat(ruling.refusedBecause(Finding.of("people", "nobody_can_decide", "Nobody.")).tags())
        .isEqualTo(ruling.tags());
  }

  @Test
  void aRulingWithoutTagsKeepsItsBytes() {
    JsonObject ruling = tagged(tag("domain/billing", "false")).toJson();

    assertThat(CanonicalJson.text(ruling)).doesNotContain("tags");
    assertThat(Tag.of(ruling)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "billing",
        "domain",
        "domain/",
        "domain/Billing",
        "domain/a b",
        "domain/a/b",
        "team/billing",
        "blocks_customer/yes",
        "blocks_customer/",
        "domain/abcdefghijklmnopqrstuvwxyz0123456",
        ""
      })
  void whatIsNoTagIsRefused(String spelled) {
    assertThat(problems(tag(spelled, "true"))).containsExactly(tuple("/tags/0/tag", "bad_tag"));
  }

  @Test
  void everythingWrongWithTagsIsToldAtOnce() {
    assertThat(
            problems(
                tag("domain/billing", "true"),
                tag("domain/billing", "true"),
                "{\"tag\":\"source/web\",\"color\":\"red\"}",
                tag("severity/high", "1 + 1"),
                "{\"when\":\"true\"}"))
        .containsExactlyInAnyOrder(
            tuple("/tags/1/tag", "duplicate_tag"),
            tuple("/tags/2/when", "required"),
            tuple("/tags/2/color", "unknown_key"),
            tuple("/tags/3/when", "condition_type"),
            tuple("/tags/4/tag", "required"));
  }

  @Test
  void aPolicyHasSoManyTagsAtMost() {
    assertThat(problems(many(TagRule.MOST))).isEmpty();
    assertThat(problems(many(TagRule.MOST + 1))).containsExactly(tuple("/tags", "too_many"));
  }

  @Test
  void aTagThatIsNeverGivenAndAValueThatNeverIsAreFound() {
    Policy policy =
        policy(
            document(
                tag("domain/billing", "action.class == 'message' && action.class == 'api_call'"),
                tag("source/web", "proposal.urgency == 'enormous' || true")));

    assertThat(PolicyReview.of(policy).errors())
        .extracting(PolicyProblem::pointer, PolicyProblem::code)
        .containsExactly(
            tuple("/tags/0/when", "never_matches"), tuple("/tags/1/when", "unknown_value"));
  }

  private static String[] many(int number) {
    return IntStream.range(0, number)
        .mapToObj(nth -> tag("domain/no-" + nth, "true"))
        .toArray(String[]::new);
  }

  private static List<String> tags(String... tags) {
    return tagged(tags).tags().stream().map(Tag::toString).toList();
  }

  private static Ruling tagged(String... tags) {
    return policy(document(tags)).rule(REFUND);
  }

  private static List<org.assertj.core.groups.Tuple> problems(String... tags) {
    return SamplePolicies.reading(document(tags)) instanceof PolicyReading.Unreadable(var problems)
        ? problems.stream().map(problem -> tuple(problem.pointer(), problem.code())).toList()
        : List.of();
  }

  private static String document(String... tags) {
    return "{\"version\":1,\"tags\":"
        + List.of(tags).stream().collect(Collectors.joining(",", "[", "]"))
        + ",\"rules\":["
        + allow("all", "true")
        + "]}";
  }

  private static String tag(String name, String when) {
    return CanonicalJson.text(JsonObject.builder().put("tag", name).put("when", when).build());
  }
}
