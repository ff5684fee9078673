package dev.countersign.teams.answer;

import static dev.countersign.teams.answer.TeamsGate.MIRA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.json.OddObjects;
import dev.countersign.proposal.ProposalId;
import dev.countersign.sandbox.wire.CallbackDelivery;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Every kind of activity that Teams documents (learn.microsoft.com/microsoftteams/platform/bots
/// and github.com/microsoft/Agents `specs/activity`), written by us in
/// `src/test/resources/activities`: what is particular to a kind, over what all have. Each is
/// taken, whatever becomes of its members; whoever did something and waits is told; nothing is
/// decided by any.
class DocumentedActivitiesTest {
  private static final int NOT_IMPLEMENTED = 501;

  /// A minute's worth of questions of one person fits into none of these steps.
  private static final Duration BETWEEN = Duration.ofMinutes(2);

  private final TeamsGate gate = new TeamsGate(1);
  private final Overheard overheard = new Overheard();
  private ProposalId id = gate.ask();
  private JsonObject press = press();

  DocumentedActivitiesTest() throws Exception {}

  record Kind(String title, boolean waits, JsonObject members) {
    /// What Teams wants of an invoke that it has no form of words for.
    boolean isInvoke() {
      return members.text("type").equals("invoke");
    }
  }

  @AfterEach
  void nothingIsDecidedAndNoLineHoldsWhatCameIn() {
    assertThat(gate.request(id).votes()).isEmpty();
    gate.close();
    overheard.close();
    overheard.assertSilentAbout("token-of", gate.teams.clientSecret());
  }

  @Test
  void everyKindIsTakenAndWhoeverWaitsIsTold() {
    for (Kind kind : kinds()) {
      int before = gate.teams.messages(gate.channel).size();

      CallbackDelivery taken = gate.teams.tell(activity(kind)).delivery();

      assertThat(taken.status())
          .as(kind.title())
          .isIn(200, kind.isInvoke() ? NOT_IMPLEMENTED : 200);
      String answer =
          taken.answer() instanceof CallbackDelivery.Answer.Answered(int status, String body, _)
                  && status == 200
              ? body
              : "";
      if (kind.waits() && answer.isEmpty()) {
        assertThat(awaitMoreThan(before)).as(kind.title()).isTrue();
      } else {
        assertThat(answer.isEmpty()).as(kind.title()).isEqualTo(!kind.waits());
      }
      gate.clock.advance(BETWEEN);
    }
  }

  @Test
  void whatIsMissingOddOrForeignIsTakenOrRefusedAndNoFaultOfOurs() {
    for (Kind kind : kinds()) {
      for (JsonObject odd : OddObjects.of(kind.members(), Set.of("value"))) {
        assertNoFault(new Kind(kind.title(), kind.waits(), odd));
      }
      assertNoFault(
          new Kind(
              kind.title(),
              kind.waits(),
              kind.members()
                  .with("__proto__", Json.of("<at>everyone</at> ${jndi:ldap://x}"))
                  .with("huge", Json.of("x".repeat(100_000)))));
    }
  }

  private void assertNoFault(Kind kind) {
    int status = gate.teams.tell(activity(kind)).delivery().status();
    assertThat(status).as(CanonicalJson.text(kind.members())).isIn(200, 400, 403, NOT_IMPLEMENTED);
    gate.clock.advance(BETWEEN);
  }

  private boolean awaitMoreThan(int before) {
    return gate.teams
        .awaitMessage(
            gate.channel, _ -> gate.teams.messages(gate.channel).size() > before, TeamsGate.AT_MOST)
        .isPresent();
  }

  /// Over what all activities of this person in the channel have, with an id of its own.
  private JsonObject activity(Kind kind) {
    var whole = new LinkedHashMap<>(press.members());
    whole.keySet().removeAll(Set.of("name", "value", "replyToId"));
    whole.put("id", Json.of("1" + gate.clock.instant().toEpochMilli()));
    whole.put("timestamp", Json.of(gate.clock.instant().toString()));
    whole.putAll(kind.members().members());
    if (whole.get("channelData") instanceof JsonObject data && kind.members().has("channelData")) {
      whole.put("channelData", data.with("tenant", press.object("channelData").object("tenant")));
    }
    return new JsonObject(whole);
  }

  private JsonObject press() {
    gate.teams.refresh(MIRA.id(), gate.channel, gate.posted().id());
    return gate.teams.activity(MIRA.id(), gate.channel, gate.posted().id(), "approve", Map.of());
  }

  private List<Kind> kinds() {
    String path = "/activities/every-kind.json";
    try (InputStream in =
        Objects.requireNonNull(DocumentedActivitiesTest.class.getResourceAsStream(path), path)) {
      return ((JsonArray) CanonicalJson.parse(in.readAllBytes()))
          .items().stream()
              .map(item -> (JsonObject) named(item))
              .map(kind -> new Kind(kind.text("title"), kind.bool("waits"), kind.object("members")))
              .toList();
    } catch (IOException e) {
      throw new IllegalStateException(path, e);
    }
  }

  private Json named(Json json) {
    return switch (json) {
      case JsonString(String text) ->
          switch (text) {
            case "@card" -> Json.of(gate.posted().id());
            case "@bot" -> Json.of(press.object("recipient").text("id"));
            default -> json;
          };
      case JsonArray array -> JsonArray.of(array.items(), this::named);
      case JsonObject object -> {
        var copy = JsonObject.builder();
        object.members().forEach((name, value) -> copy.put(name, named(value)));
        yield copy.build();
      }
      default -> json;
    };
  }
}
