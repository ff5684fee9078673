package dev.countersign.people;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.DocumentEdit;
import dev.countersign.ReferencePage;
import dev.countersign.ReferencePage.Row;
import dev.countersign.WrittenCodes;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonForm;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.ActionClass;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `docs/people.md` names every key and code that the reader of people knows, and no other, each
/// key with its default and its limits.
class PeoplePageTest {
  private static final ReferencePage PAGE = ReferencePage.read("people.md");

  /// Where the objects of [PeopleReaderTest] stand in the file.
  private static final Map<String, String> PLACES =
      Map.ofEntries(
          Map.entry("{\"people\"", ""),
          Map.entry("{\"id\": \"reviewer-1\"", "people[]."),
          Map.entry("{\"from\": \"2026-12-20\"", "people[].away[]."),
          Map.entry("{\"slack\"", "people[].accounts."),
          Map.entry("{\"team\"", "people[].accounts.slack."),
          Map.entry("{\"tenant\"", "people[].accounts.teams."),
          Map.entry("{\"iss\"", "people[].accounts.oidc."),
          Map.entry("{\"zone\": \"Europe/Berlin\"", "calendars.*."),
          Map.entry("{\"members\": [\"reviewer-1\"]", "groups.*."),
          Map.entry("{\"from\": \"2026-11-30T09:00\"", "groups.*.on_call."),
          Map.entry("{\"owner\"", "agents.*."));

  private static final Map<String, List<Integer>> LIMITS =
      Map.ofEntries(
          Map.entry("people", List.of(PeopleReader.MOST_PEOPLE)),
          Map.entry("people[].name", List.of(PeopleReader.LONGEST_NAME)),
          Map.entry("people[].functions", List.of(PeopleReader.MOST_FUNCTIONS)),
          Map.entry("people[].accounts.slack.team", List.of(PeopleReader.LONGEST_ACCOUNT_PART)),
          Map.entry("people[].accounts.slack.user", List.of(PeopleReader.LONGEST_ACCOUNT_PART)),
          Map.entry("people[].accounts.oidc.iss", List.of(PeopleReader.LONGEST_ACCOUNT_PART)),
          Map.entry("people[].accounts.oidc.sub", List.of(PeopleReader.LONGEST_ACCOUNT_PART)),
          Map.entry("people[].away", List.of(AbsenceReader.MOST_ABSENCES)),
          Map.entry("calendars", List.of(CalendarReader.MOST_CALENDARS)),
          Map.entry(
              "calendars.*.holidays",
              List.of(CalendarReader.MOST_HOLIDAYS, WorkingCalendar.MOST_DAYS_CLOSED)),
          Map.entry("groups.*.on_call.people", List.of(OnCallReader.MOST_PEOPLE)),
          Map.entry("groups", List.of(PeopleReader.MOST_GROUPS)),
          Map.entry("groups.*.members", List.of(Directory.MOST_MEMBERS)),
          Map.entry("groups.*.slack_channel", List.of(PeopleReader.LONGEST_ACCOUNT_PART)),
          Map.entry("groups.*.teams_channel", List.of(PeopleReader.LONGEST_ACCOUNT_PART)),
          Map.entry("agents", List.of(PeopleReader.MOST_AGENTS)));

  /// For numbers, of which the file has none.
  private static final String OF_NUMBERS = "out_of_range";

  static List<Row> keys() {
    return PAGE.section("Keys").rows();
  }

  @Test
  void thePageNamesEveryKeyOfTheFileAndNoOther() {
    PAGE.section("Keys").assertKeys(PeopleReaderTest.KEYS, PLACES);
  }

  /// Left out, it is missed, or means the same as its default written out.
  @ParameterizedTest
  @MethodSource("keys")
  void aKeyThatIsLeftOutHasTheDefaultOfThePage(Row row) {
    JsonObject whole = (JsonObject) CanonicalJson.parse(PeopleReaderTest.FILE.getBytes(UTF_8));
    String key = row.words(0).getFirst();
    String without = outcome(DocumentEdit.of(whole, key, Optional.empty()));
    switch (row.cell(2)) {
      case "required" -> assertThat(without).contains("code=required");
      case "none" -> assertThat(without).doesNotContain("code=required");
      default -> {
        String word = row.words(2).getFirst();
        Json written = word.equals("false") ? Json.of(false) : Json.of(word);
        assertThat(without)
            .doesNotContain("code=")
            .isEqualTo(outcome(DocumentEdit.of(whole, key, Optional.of(written))));
      }
    }
  }

  private static String outcome(JsonObject people) {
    return PeopleReader.read(people).toString();
  }

  @Test
  void thePageGivesEveryLimit() {
    LIMITS.forEach((key, limits) ->
        assertThat(PAGE.section("Keys").row(key).words(3))
            .as(key)
            .containsAll(limits.stream().map(Object::toString).toList()));
    assertThat(PAGE.section("Keys").row("agents.*.may_propose").words(3))
        .containsExactlyElementsOf(Arrays.stream(ActionClass.values()).map(WireName::of).toList());
  }

  @Test
  void thePageNamesEveryCodeOfTheReaderAndNoOther() {
    Set<String> codes =
        WrittenCodes.of(
            PeopleReader.class,
            CalendarReader.class,
            AbsenceReader.class,
            OnCallReader.class,
            JsonForm.class);
    codes.remove(OF_NUMBERS);
    PeopleReaderTest.KEYS.values().forEach(codes::removeAll);
    assertThat(PAGE.section("What can be wrong").named()).isEqualTo(codes);
  }
}
