package dev.countersign.sandbox.teams;

import static dev.countersign.sandbox.teams.Samples.card;
import static dev.countersign.sandbox.teams.Samples.execute;
import static dev.countersign.sandbox.teams.Samples.json;
import static dev.countersign.sandbox.teams.Samples.reject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdaptiveCardCheckTest {

  @Test
  void anOrdinaryCardIsTaken() {
    JsonObject card = card("a", execute("approve", "t"), reject());
    assertThat(AdaptiveCardCheck.check(card)).isEmpty();
    assertThat(AdaptiveCardCheck.check(Samples.refreshing(card, TeamsUser.member("Mira"))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'type':'TextBlok','text':'a'} | unsupported type: TextBlok",
        "{'text':'a'} | missing required field: type",
        "{'type':'TextBlock'} | missing required field: text",
        "{'type':'TextBlock','text':1} | must provide a string",
        "{'type':'TextBlock','text':'a','colour':'good'} | invalid additional property: colour",
        "{'type':'TextBlock','text':'a','color':'red'} | must be one of",
        "{'type':'TextBlock','text':'a','wrap':'yes'} | must provide a boolean",
        "{'type':'RichTextBlock','inlines':[{'type':'Text','text':'a'}]} | must be one of: TextRun",
        "{'type':'RichTextBlock'} | missing required field: inlines",
        "{'type':'Container'} | missing required field: items",
        "{'type':'Container','items':[{'type':'Media'}]} | unsupported type: Media",
        "{'type':'ColumnSet','columns':[{'items':[{'type':'x'}]}]} | unsupported type: x",
        "{'type':'FactSet','facts':[{'title':'a'}]} | missing required field: value",
        "{'type':'Image','url':'a.png'} | must be an absolute URL",
        "{'type':'Table','rows':[{'cells':[{}]}]} | missing required field: items",
        "{'type':'Input.Text'} | missing required field: id",
        "{'type':'Input.Text','id':''} | must be more than 0 characters",
        "{'type':'Input.Text','id':'a','value':1} | must provide a string",
        "{'type':'Input.ChoiceSet','id':'a','choices':[{'title':'a'}]} | missing required field",
        "{'type':'Input.Toggle','id':'a'} | missing required field: title",
        "{'type':'ActionSet','actions':[{'type':'Action.Http'}]} | unsupported type: Action.Http",
        "{'type':'ActionSet','actions':[{'type':'Action.OpenUrl'}]} | missing required field: url",
        "{'type':'ActionSet','actions':[{'type':'Action.OpenUrl','url':'/a'}]} | absolute URL",
        "{'type':'ActionSet','actions':[{'type':'Action.Execute','data':1}]} | must provide a string",
        "{'type':'ActionSet','actions':[{'type':'Action.Execute','url':'a'}]} | invalid additional",
        "{'type':'ActionSet','actions':[{'type':'Action.Execute','style':'red'}]} | must be one of",
        "{'type':'ActionSet','actions':[{'type':'Action.ShowCard'}]} | missing required field: card",
        "{'type':'Container','items':[],'selectAction':{'type':'Action.ShowCard'}} | unsupported",
      })
  void anElementThatBreaksARuleIsNamed(String element, String expected) {
    JsonObject card =
        card("a").with("body", new JsonArray(Collections.singletonList(json(element))));
    assertThat(AdaptiveCardCheck.check(card)).isNotEmpty();
    assertThat(AdaptiveCardCheck.check(card).toString()).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "version, 1.6, must be a version",
    "version, 2.0, must be a version",
    "version, 1.10, must be less than 4",
    "type, Card, must be one of",
    "unknown, a, invalid additional property",
  })
  void aCardThatBreaksARuleIsNamed(String member, String value, String expected) {
    assertThat(AdaptiveCardCheck.check(card("a").with(member, Json.of(value))).toString())
        .contains(expected);
  }

  @Test
  void theVersionIsNeeded() {
    assertThat(AdaptiveCardCheck.check(json("{'type':'AdaptiveCard'}")).toString())
        .contains("missing required field: version");
  }

  @Test
  void whatIsNewerThanTheVersionIsRefused() {
    JsonObject old = card("a", execute("approve", "t"));
    assertThat(AdaptiveCardCheck.check(old.with("version", Json.of("1.4")))).isEmpty();
    assertThat(AdaptiveCardCheck.check(old.with("version", Json.of("1.3"))).toString())
        .contains("Action.Execute needs version 1.4");
    JsonObject table =
        card("a").with("body", new JsonArray(Collections.singletonList(json("{'type':'Table'}"))));
    assertThat(AdaptiveCardCheck.check(table.with("version", Json.of("1.4"))).toString())
        .contains("Table needs version 1.5");
    JsonObject refreshing = Samples.refreshing(card("a"));
    assertThat(AdaptiveCardCheck.check(refreshing.with("version", Json.of("1.3"))).toString())
        .contains("refresh needs version 1.4");
  }

  @Test
  void inputIdsAreUniqueAcrossOpenedCards() {
    assertThat(AdaptiveCardCheck.check(card("a", reject(), reject())).toString())
        .contains("duplicate input id: reject_reason")
        .contains("duplicate input id: reject_comment");
  }

  @Test
  void sixPrimaryActionsAreEnough() {
    JsonObject[] six = Collections.nCopies(6, execute("a", "t")).toArray(JsonObject[]::new);
    JsonObject[] seven = Collections.nCopies(7, execute("a", "t")).toArray(JsonObject[]::new);
    assertThat(AdaptiveCardCheck.check(card("a", six))).isEmpty();
    assertThat(AdaptiveCardCheck.check(card("a", seven)).toString()).contains("6 primary actions");
    seven[6] = seven[6].with("mode", Json.of("secondary"));
    assertThat(AdaptiveCardCheck.check(card("a", seven))).isEmpty();
  }

  @Test
  void sixtyPeopleAtMostAreRefreshed() {
    var sixty = Collections.nCopies(60, TeamsUser.member("Mira")).toArray(TeamsUser[]::new);
    var more = Collections.nCopies(61, TeamsUser.member("Mira")).toArray(TeamsUser[]::new);
    assertThat(AdaptiveCardCheck.check(Samples.refreshing(card("a"), sixty))).isEmpty();
    assertThat(AdaptiveCardCheck.check(Samples.refreshing(card("a"), more)).toString())
        .contains("no more than 60 items");
  }

  @Test
  void onlyAnExecuteRefreshesAndOnlyMrisAreNamed() {
    JsonObject submit = json("{'action':{'type':'Action.Submit'}}");
    assertThat(AdaptiveCardCheck.check(card("a").with("refresh", submit)).toString())
        .contains("unsupported type: Action.Submit");
    JsonObject byObject =
        json("{'action':{'type':'Action.Execute'},'userIds':['7f3a1c52-9b0e-4d6f']}");
    assertThat(AdaptiveCardCheck.check(card("a").with("refresh", byObject)).toString())
        .contains("must be an MRI");
  }

  @Test
  void aCardThatTeamsRefusesIsNotRendered() {
    JsonObject broken = json("{'type':'AdaptiveCard'}");
    assertThatThrownBy(() -> AdaptiveCardText.render(broken))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCardReadsLikeThis() {
    assertThat(AdaptiveCardText.render(card("Send?", execute("approve", "t"), reject())))
        .isEqualTo(
            """
            Send?
            [ Do approve ]  [ Reject… ]
            [ Reject… ] opens:
                ( ) Wrong  ( ) Late
                ____________
              [ Reject ]\
            """);
  }
}
