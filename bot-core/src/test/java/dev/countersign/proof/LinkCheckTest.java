package dev.countersign.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.audit.DeploymentFact;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatLink;
import dev.countersign.people.People;
import dev.countersign.people.PeopleText;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What `verify` makes of links, entry by entry. All these entries are genuine: they are what a
/// gate would have written that was not this one.
class LinkCheckTest {
  private static final AccountId ANNS = new AccountId(Surface.SLACK, "T01", "UANN");
  private static final AccountId BENS = new AccountId(Surface.SLACK, "T01", "UBEN");
  private static final AccountId NEW = new AccountId(Surface.TEAMS, "tenant", "new");
  private static final AccountId OTHER = new AccountId(Surface.TEAMS, "tenant", "other");
  private static final ChatLink LINK = new ChatLink(new PersonId("ann"), NEW);
  private static final People FILE =
      new People(List.of(person("ann", ANNS), person("ben", BENS)), List.of(), List.of());
  private static final People LINKED = FILE.with(List.of(LINK));

  private final LinkCheck check = new LinkCheck();

  @Test
  void whatWasLinkedKeptAndUnlinkedHolds() {
    assertThat(imported(FILE)).isEmpty();
    assertThat(linked(LINK, ANNS, LINKED)).isEmpty();
    assertThat(imported(LINKED)).isEmpty();
    assertThat(unlinked(LINK, FILE)).isEmpty();
  }

  @Test
  void aLinkThatAnImportBroughtIsNamed() {
    imported(FILE);

    assertThat(imported(LINKED)).hasValueSatisfying(why -> assertThat(why).contains("no entry"));
  }

  @Test
  void aLinkThatBroughtSomebodyElseAnAccountTooIsNamed() {
    imported(FILE);
    People more = LINKED.with(List.of(new ChatLink(new PersonId("ben"), OTHER)));

    assertThat(linked(LINK, ANNS, more))
        .hasValueSatisfying(why -> assertThat(why).contains("alone"));
  }

  @Test
  void aLinkThatSomebodyElseConfirmedIsNamed() {
    imported(FILE);
    ChatLink ofAnn = new ChatLink(new PersonId("ann"), BENS);

    assertThat(linked(LINK, BENS, LINKED)).as("by somebody else").isPresent();
    imported(FILE);
    assertThat(linked(LINK, OTHER, LINKED)).as("by an account of nobody").isPresent();
    imported(FILE);
    assertThat(linked(ofAnn, ANNS, FILE)).as("an account of somebody else").isPresent();
  }

  @Test
  void aSecondAccountInOneChatIsNamed() {
    imported(FILE);
    linked(LINK, ANNS, LINKED);
    ChatLink second = new ChatLink(new PersonId("ann"), OTHER);

    assertThat(linked(second, ANNS, LINKED.with(List.of(second)))).isPresent();
  }

  @Test
  void whatIsUnlinkedWasLinkedAndNothingElseGoes() {
    imported(LINKED);
    linked(LINK, ANNS, LINKED);

    assertThat(unlinked(new ChatLink(new PersonId("ann"), ANNS), FILE)).isPresent();
    imported(FILE);
    linked(LINK, ANNS, LINKED);
    assertThat(unlinked(LINK, new People(List.of(), List.of(), List.of()))).isPresent();
  }

  @Test
  void whatFollowsATextThatIsMissingIsNotGuessed() {
    imported(FILE);
    assertThat(
            check.follow(
                entry(DeploymentFact.PEOPLE_IMPORTED, JsonObject.builder().build()),
                Optional.empty()))
        .isEmpty();
    assertThat(imported(LINKED)).isEmpty();
    assertThat(unlinked(LINK, FILE)).isEmpty();
  }

  private Optional<String> imported(People people) {
    return check.follow(
        entry(DeploymentFact.PEOPLE_IMPORTED, JsonObject.builder().build()),
        Optional.of(PeopleText.of(people)));
  }

  private Optional<String> linked(ChatLink link, AccountId by, People since) {
    JsonObject data = told(link).put("confirmed_by", by.toJson()).build();
    return check.follow(
        entry(DeploymentFact.PEOPLE_LINKED, data), Optional.of(PeopleText.of(since)));
  }

  private Optional<String> unlinked(ChatLink link, People since) {
    return check.follow(
        entry(DeploymentFact.PEOPLE_UNLINKED, told(link).build()),
        Optional.of(PeopleText.of(since)));
  }

  private static JsonObject.Builder told(ChatLink link) {
    return JsonObject.builder()
        .put("person", link.person().value())
        .put("account", link.account().toJson());
  }

  private static JsonObject entry(String type, JsonObject data) {
    return JsonObject.builder().put("type", type).put("data", data).build();
  }

  private static Person person(String id, AccountId... accounts) {
    return new Person(new PersonId(id), id, new TreeSet<>(), Set.of(), Set.of(accounts));
  }
}
