package dev.countersign.drawing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.countersign.TestGate;
import dev.countersign.card.Button;
import dev.countersign.card.CardView;
import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every word on a card is the gate's own finding or marked as the agent's, and names the effect.
class CardWordsTest {
  private static final String ASK =
      """
      {"version":1,
       "risk":[{"id":"gone","when":"action.action_type == \\"gone\\"","impact":2,"irreversible":true}],
       "rules":[{"id":"all","when":"true","gate":"ask",
        "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}}]}
      """;
  private static final String MARK = "agentword";

  private final TestGate gate = TestGate.inMemory(ASK);

  // ---- the deed

  static Stream<Arguments> deeds() {
    return Stream.of(
        arguments(
            record("create", "[{\"path\":\"/a\",\"to\":1}]"),
            "Create a record in crm",
            "Approve creation"),
        arguments(
            record("update", "[{\"path\":\"/a\",\"to\":1}]"),
            "Update a record in crm",
            "Approve change"),
        arguments(record("archive", "[]"), "Archive a record in crm", "Approve archiving"),
        arguments(record("restore", "[]"), "Restore a record in crm", "Approve restoration"),
        arguments(record("delete", "[]"), "Delete a record in crm", "Approve deletion"),
        arguments(call("GET", ""), "Read from billing", "Approve & call"),
        arguments(call("POST", ""), "Call billing", "Approve & call"),
        arguments(call("PUT", ""), "Replace data in billing", "Approve & call"),
        arguments(call("PATCH", ""), "Change data in billing", "Approve & call"),
        arguments(call("DELETE", ""), "Delete data in billing", "Approve deletion"),
        arguments(
            mail("{\"address\":\"a@b.example\"}", ""),
            "Send an e-mail through desk",
            "Approve & send"),
        arguments(tool(""), "Run a tool on ops", "Approve & run"));
  }

  @ParameterizedTest
  @MethodSource("deeds")
  void headlineNotificationAndButtonNameTheDeed(String body, String deed, String approve) {
    CardView card = card(body);

    assertThat(card.heading()).endsWith(" " + deed);
    assertThat(card.summary()).contains(": " + deed + " (prop_");
    assertThat(card.buttons().getFirst().label()).isEqualTo(approve);
  }

  @ParameterizedTest
  @MethodSource("deeds")
  void theOutcomeNamesTheSameDeedAndWhatItWasDoneTo(String body, String deed) {
    ProposalId id = gate.propose(body.getBytes(StandardCharsets.UTF_8));
    gate.showCards();
    CardView pending = composed(id);
    gate.press("ULENA", Decision.REJECT);
    CardView settled = composed(id);

    assertThat(settled.heading()).endsWith(": " + deed);
    String asked =
        lines(pending).stream().filter(l -> l.startsWith("Asked by ")).findFirst().orElseThrow();
    String place = asked.substring(asked.lastIndexOf(' ', asked.lastIndexOf(' ') - 1));
    assertThat(lines(settled))
        .anySatisfy(line -> assertThat(line).startsWith("support-bot wanted to ").contains(place));
    if (body.contains("api_call") || body.contains("tool_call")) {
      assertThat(lines(settled).getFirst())
          .as("the decisive facts, directly below the heading")
          .isEqualTo(lines(pending).get(2));
    }
  }

  @Test
  void aDeletionSaysWhatIsLost() {
    CardView card = card(record("delete", "[{\"path\":\"/name\",\"from\":\"Jo\"}]"));

    assertThat(text(card))
        .contains("Record: contact  ·  contact_7")
        .contains("Countersign has not read what it holds")
        .contains("Countersign can’t bring back what is deleted.")
        .contains("Exactly what is deleted: the whole record")
        .contains("/name  ·  the agent says it is now: \"Jo\"")
        .doesNotContain("0 fields")
        .doesNotContain("(removed)");
    assertThat(confirmation(card)).contains("Deletes this record with all that it holds");
  }

  @Test
  void whatNobodyReadIsNotCalledTheValueOfNow() {
    CardView card =
        card(record("update", "[{\"path\":\"/status\",\"from\":\"active\",\"to\":\"paused\"}]"));

    assertThat(text(card))
        .contains("/status → \"paused\"  ·  the agent says it is now: \"active\"")
        .doesNotContain("now → proposed")
        .doesNotContain("(not given)");
  }

  @Test
  void thatThePolicyNamesNothingIsNotSaidAsIfItWereSafe() {
    assertThat(text(card(call("POST", ""))))
        .contains("It counts as final: neither policy nor catalogue says that it can be undone.")
        .doesNotContain("nothing irreversible");
    assertThat(confirmation(card(tool("")))).contains("It counts as final");
    assertThat(text(card(call("GET", "")))).contains("By its method it only reads.");
    assertThat(text(card(record("update", "[{\"path\":\"/a\",\"to\":1}]"))))
        .contains("Countersign can’t undo it; to set it back takes a request of its own.");
    assertThat(text(card(mail("{\"address\":\"a@b.example\"}", ""))))
        .contains("What has been sent can’t be taken back.");
    assertThat(text(card(call("POST", "").replace("charge.read", "gone"))))
        .contains("It can’t be undone, says the policy.");
  }

  // ---- what follows

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"dry_run\":true",
        "\"execution\":{\"mode\":\"none\"}",
        "\"target_system\":\"advised\""
      })
  void whereNothingIsExecutedNoWordAnnouncesThatSomethingIs(String member) {
    for (Arguments deed : deeds().toList()) {
      String body = with(requireNonNull((String) deed.get()[0]), member);
      CardView card = card(body);

      assertThat(card.buttons().getFirst().label()).startsWith("Approve ").doesNotContain("&");
      assertThat(confirmation(card))
          .containsAnyOf("nothing is executed", "executes nothing")
          .doesNotContain("as soon as you confirm");
      assertThat(text(card)).containsAnyOf("nothing is executed", "executes nothing");
      if (member.contains("dry_run")) {
        assertThat(card.heading()).contains("Dry run: ");
        assertThat(text(card) + confirmation(card))
            .doesNotContain("undone")
            .doesNotContain("undo it");
      }
    }
  }

  @Test
  void whatPeopleWereToldStandsAfterTheyApproved() {
    ProposalId id =
        gate.propose(
            with(call("POST", ""), "\"target_system\":\"advised\"")
                .getBytes(StandardCharsets.UTF_8));
    gate.showCards();
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();

    assertThat(gate.executor.sent()).isEmpty();
    assertThat(text(composed(id)))
        .contains("Countersign executes nothing on advised: somebody carries it out by hand.");
  }

  // ---- recipients

  @Test
  void eachRecipientHasALineWithTheAddressFirstAndTheNameAsTheAgentsWord() {
    CardView card =
        card(
            mail(
                "{\"address\":\"evil@attacker.example\",\"name\":\"jo@customer.example>, Team"
                    + " <team@inside.example\"},{\"address\":\"b@inside.example\"}",
                ",\"cc\":[{\"address\":\"c@inside.example\"}],\"bcc\":[{\"address\":\"d@inside.example\"}]"));

    assertThat(quote(card))
        .contains(
            "To: evil@attacker.example  ·  called by the agent: jo@customer.example>, Team"
                + " <team@inside.example\n",
            "To: b@inside.example\n",
            "Cc: c@inside.example\n",
            "Bcc: d@inside.example\n");
    assertThat(text(card)).contains("4 recipients, not all inside the organisation");
  }

  @Test
  void whoeverIsListedTwiceIsCountedOnce() {
    String jo = "{\"address\":\"jo@customer.example\"}";
    CardView card =
        card(
            mail(
                jo + ",{\"address\":\"jo@Customer.example\",\"name\":\"Jo\"}",
                ",\"cc\":[" + jo + "],\"bcc\":[{\"address\":\"al@customer.example\"}]"));

    assertThat(text(card)).contains("Who is affected: 2 recipients, not all inside");
  }

  @Test
  void aChannelOrAListIsNotCalledOneRecipient() {
    String channel = mail("{\"address\":\"#general\"}", "").replace("\"email\"", "\"slack\"");
    String unknown =
        " or may be a channel, a group or a list: Countersign does not know how many people read"
            + " there.";

    assertThat(channel).contains("slack");
    assertThat(text(card(channel)))
        .contains(
            "1 address, outside the organisation as far as the address shows. It is" + unknown)
        .doesNotContain("recipient");
    assertThat(
            text(
                card(
                    mail(
                        "{\"address\":\"all@inside.example\"},{\"address\":\"jo@inside.example\"}",
                        ""))))
        .contains("2 addresses, all inside", " 1 of them is" + unknown)
        .doesNotContain("recipients, ");
    assertThat(text(card(mail("{\"address\":\"jo@inside.example\"}", ""))))
        .contains("1 recipient, ")
        .doesNotContain("may be a channel");
  }

  @Test
  void theAudienceIsTheGatesFindingAndAnotherClaimIsMarked() {
    String inside = "{\"address\":\"a@inside.example\"}";
    String outside = "{\"address\":\"a@evil.example\"}";

    assertThat(text(card(mail(outside, ",\"audience\":\"internal\""))))
        .contains("1 recipient, outside the organisation")
        .contains("Audience: internal  ·  ⚠️ the recipients’ addresses say otherwise")
        .contains("⚠️ What the agent says of this is not so: audience.");
    assertThat(text(card(mail(inside, ",\"audience\":\"public\""))))
        .contains("1 recipient, inside the organisation")
        .contains("Audience: public  ·  ⚠️ the recipients’ addresses say otherwise");
    assertThat(text(card(mail(inside, ",\"audience\":\"internal\""))))
        .contains("Audience: internal")
        .doesNotContain("say otherwise")
        .doesNotContain("is not so");
    assertThat(claims(card(mail(outside, "")))).containsExactly("Calls it: message.send");
  }

  // ---- secrets and personal data

  @Test
  void whatIsSensitiveIsSaidAboveTheActionInTheGatesWords() {
    String line = "⚠️ Looks like it contains: a Google API key (address), 2 phone numbers (body).";
    String key = "AIza" + "Sy".repeat(17) + "S";
    CardView card =
        card(
            call(
                    "POST",
                    ",\"body\":{\"media_type\":\"text/plain\",\"text\":\"+49 151 23456789, +34 612"
                        + " 345 678\"}")
                .replace("/v1/refunds", "/?key=" + key));
    List<String> lines = lines(card);

    assertThat(lines.indexOf(line)).isBetween(0, 2);
    assertThat(card.sections().toString()).as("hidden in a chat").doesNotContain(key);
    assertThat(lines(card(call("POST", ""))).toString()).doesNotContain("Looks like");
  }

  // ---- attachments

  @Test
  void attachmentsThatNobodySeesAreNamedWithSizeAndDigest() {
    String hex = "ab".repeat(32);
    CardView card =
        card(
            mail(
                "{\"address\":\"a@b.example\"}",
                ",\"attachments\":[{\"name\":\"terms.pdf\",\"media_type\":\"application/pdf\",\"size\":12345,\"sha256\":\""
                    + hex
                    + "\"},{\"name\":\"b.txt\",\"sha256\":\""
                    + hex
                    + "\"}]"));

    assertThat(lines(card))
        .containsSubsequence(
            "⚠️ 2 attachments, unseen here:", "• terms.pdf · application/pdf · 12345 B", "• b.txt");
    assertThat(claims(card))
        .contains("Attachment terms.pdf  ·  SHA-256 " + hex, "Attachment b.txt  ·  SHA-256 " + hex);
  }

  // ---- names, and text that has lines

  /// Each is one line without control characters, so that the reader lets it in.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a on server b",
        "a  ·  SHA-256 b",
        "a → 1",
        "a\u00a0on\u00a0server\u00a0b",
        "a\u2003b",
        "a\u3000b",
        "a·b",
        "a→1",
        "\"a\"",
        "a\"",
        " ",
        "a "
      })
  void aNameThatOurOwnWordsCouldStandInIsInQuotesWhereTheyGoOnBehindIt(String name) {
    String quoted = CanonicalJson.text(Json.of(name));
    String path = CanonicalJson.text(Json.of("/" + name));
    String attachment =
        "{\"name\":%1$s,\"media_type\":%1$s,\"sha256\":\"%2$s\"}"
            .formatted(quoted, "ab".repeat(32));

    assertThat(exact(card(toolCall(quoted, quoted))))
        .startsWith(quoted + " on server " + quoted + "\n");
    assertThat(lines(card(record("update", "[{\"path\":" + path + ",\"to\":1}]"))))
        .contains(path + " → 1");
    assertThat(
            lines(
                card(
                    mail(
                        "{\"address\":\"a@b.example\"}", ",\"attachments\":[" + attachment + "]"))))
        .anySatisfy(line -> assertThat(line).isEqualTo("• " + quoted + " · " + quoted))
        .anySatisfy(line -> assertThat(line).startsWith("Attachment " + quoted + "  ·  SHA-256 "));
  }

  @Test
  void aNameOfOneWordStandsAsItIs() {
    assertThat(exact(card(tool("")))).startsWith("read_file on server files\n");
    assertThat(lines(card(record("update", "[{\"path\":\"/a.b-c\",\"to\":1}]"))))
        .contains("/a.b-c → 1");
  }

  @Test
  void everyLineOfATextBodyStandsBehindABar() {
    String forged = "a\n\nJSON body, a/b:\n{}\n| b\n";
    CardView card =
        card(
            call(
                "POST",
                ",\"body\":{\"media_type\":\"text/plain\",\"text\":"
                    + CanonicalJson.text(Json.of(forged))
                    + "}"));

    assertThat(exact(card))
        .endsWith("body of text, text/plain:\n| a\n|\n| JSON body, a/b:\n| {}\n| | b\n|");
  }

  static Stream<String> lookAlikes() {
    String word = "r\u0435ad_file";
    String quoted = "\"" + word + "\"";
    return Stream.of(
        toolCall(quoted, "\"files\""),
        toolCall("\"read_file\"", quoted),
        tool("").replace("{}", "{" + quoted + ":1}"),
        tool("").replace("{}", "{\"a\":[{\"b\":" + quoted + "}]}"),
        with(tool(""), "\"target_id\":" + quoted),
        with(tool(""), "\"preconditions\":{\"if_match\":" + quoted + "}"),
        record("update", "[{\"path\":\"/" + word + "\",\"to\":1}]"),
        record("update", "[{\"path\":\"/a\",\"to\":" + quoted + "}]"),
        record("delete", "[]").replace("contact_7", word),
        mail("{\"address\":\"a@b.example\",\"name\":" + quoted + "}", ""),
        mail("{\"address\":\"a@b.example\"}", "").replace("Hello.", word),
        mail("{\"address\":\"a@b.example\"}", "").replace("Hi", word));
  }

  @ParameterizedTest
  @MethodSource("lookAlikes")
  void aWordThatIsNotWhatItLooksLikeIsNamedWithItsLetterWhereverItStands(String body) {
    CardView card = card(body);

    assertThat(titles(card)).contains("⚠️ Look closely: words that are not what they look like");
    assertThat(lines(card))
        .filteredOn(line -> line.contains(" mixes letters of different alphabets: "))
        .singleElement()
        .asString()
        .startsWith("r\u0435ad")
        .endsWith("\u0435 is U+0435");
  }

  @Test
  void anAddressInLettersOfAnotherAlphabetIsNamed() {
    CardView card = card(mail("{\"address\":\"a@sh\u043ep.example\"}", ""));

    assertThat(lines(card))
        .contains("sh\u043ep mixes letters of different alphabets: \u043e is U+043E");
  }

  @Test
  void moreSuspiciousWordsThanACardNamesAreCounted() {
    String words =
        IntStream.range(0, 13)
            .mapToObj(n -> Character.toString('a' + n) + "\u0435x")
            .collect(Collectors.joining(" "));
    CardView card = card(mail("{\"address\":\"a@b.example\"}", "").replace("Hello.", words));

    assertThat(lines(card))
        .filteredOn(line -> line.contains("\u0435x"))
        .hasSize(10)
        .allSatisfy(line -> assertThat(line).endsWith("U+0435"));
    assertThat(lines(card)).contains("… and 3 more such words.");
  }

  // ---- for whom

  @Test
  void theCardNamesThePersonThatTheAgentActsFor() {
    CardView card = card(with(call("POST", ""), "\"agent\":{\"on_behalf_of\":\"slack:T01:UPIA\"}"));

    assertThat(text(card)).contains("Asked by support-bot for Pia Purse, in billing (production).");
  }

  // ---- the table

  /// Where a word of the agent may stand, for each member that describes an action or a proposal.
  static Stream<Arguments> claimed() {
    return Stream.of(
        arguments(with(call("POST", ""), "\"rationale\":\"agentword\""), "Why, says the agent: "),
        arguments(
            with(call("POST", ""), "\"rationale\":\"two lines\\nagentword\""),
            "Why, says the agent"),
        arguments(
            with(call("POST", ""), "\"evidence\":[{\"title\":\"agentword\"}]"),
            "Evidence (from the agent, not verified)"),
        arguments(with(call("POST", ""), "\"action_type\":\"agentword\""), AgentClaims.TITLE),
        arguments(with(call("POST", ""), "\"target_id\":\"agentword\""), AgentClaims.TITLE),
        arguments(
            with(mail("{\"address\":\"a@b.example\"}", ""), "\"target_id\":\"agentword\""),
            AgentClaims.TITLE),
        arguments(with(tool(""), "\"target_id\":\"agentword\""), AgentClaims.TITLE),
        arguments(call("POST", ",\"side_effects\":[\"agentword\"]"), AgentClaims.TITLE),
        arguments(call("POST", ",\"auth_scope\":[\"agentword\"]"), AgentClaims.TITLE),
        arguments(tool(",\"annotations\":{\"title\":\"agentword\"}"), AgentClaims.TITLE),
        arguments(
            mail("{\"address\":\"a@b.example\",\"name\":\"agentword\"}", ""),
            "called by the agent: "));
  }

  @ParameterizedTest
  @MethodSource("claimed")
  void aWordOfTheAgentStandsOnlyWhereItIsMarked(String body, String mark) {
    CardView card = card(body);

    assertThat(card.heading() + card.summary() + card.footer() + card.buttons())
        .doesNotContain(MARK);
    List<String> places = new ArrayList<>();
    for (Section section : card.sections()) {
      places.addAll(placesOf(section));
    }
    assertThat(places).isNotEmpty().allSatisfy(place -> assertThat(place).contains(mark));
  }

  @Test
  void hintsAndRightsAndFlagsAreClaimsToo() {
    assertThat(claims(card(tool(",\"annotations\":{\"readOnlyHint\":true}"))))
        .containsExactly("Hint readOnlyHint: true", "Calls it: tool.run");
    assertThat(claims(card(record("delete", "[],\"reversible\":true").replace("[]]", "[]"))))
        .containsExactly(
            "Reversible: true  ·  ⚠️ Countersign can’t bring back what is deleted",
            "Calls it: record.touch");
    assertThat(claims(card(with(call("POST", ""), "\"blocking_customer\":true"))))
        .contains("It blocks a customer.");
    assertThat(card(with(call("POST", ""), "\"confidence\":0.25")).footer())
        .contains("agent confidence 0.25");
  }

  @ParameterizedTest
  @MethodSource("deeds")
  void noWordPointsToAPlaceThatDoesNotExist(String body) {
    CardView card = card(body);

    assertThat(card.heading() + card.summary() + card.footer() + card.buttons() + text(card))
        .doesNotContainIgnoringCase("console")
        .doesNotContainIgnoringCase("full record")
        .doesNotContainIgnoringCase("web page");
  }

  // ---- building and reading

  private static String record(String operation, String changes) {
    return """
    {"action_type":"record.touch","target_system":"crm","target_id":"contact_7",
     "proposed_changes":{"class":"record_change","operation":"%s","record_type":"contact","changes":%s}}
    """
        .formatted(operation, changes);
  }

  private static String call(String method, String more) {
    return """
    {"action_type":"charge.read","target_system":"billing",
     "proposed_changes":{"class":"api_call","method":"%s","url":"https://api.billing.example/v1/refunds"%s}}
    """
        .formatted(method, more);
  }

  private static String toolCall(String tool, String server) {
    return tool("").replace("\"read_file\"", tool).replace("\"files\"", server);
  }

  private static String tool(String more) {
    return """
    {"action_type":"tool.run","target_system":"ops",
     "proposed_changes":{"class":"tool_call","server":"files","tool":"read_file","arguments":{}%s}}
    """
        .formatted(more);
  }

  private static String mail(String to, String more) {
    return """
    {"action_type":"message.send","target_system":"desk",
     "proposed_changes":{"class":"message","channel":"email","to":[%s],"subject":"Hi",
       "body":{"media_type":"text/plain","content":"Hello."}%s}}
    """
        .formatted(to, more);
  }

  private static String with(String body, String member) {
    String name = member.substring(0, member.indexOf(':'));
    String without = body.replaceFirst(name + ":\"[^\"]*\",?", "");
    return without.replaceFirst("\\{", "{" + member.replace("$", "\\$") + ",");
  }

  private CardView card(String body) {
    return composed(gate.propose(body.getBytes(StandardCharsets.UTF_8)));
  }

  private CardView composed(ProposalId id) {
    return new CardComposer(gate.directory).compose(gate.record(id));
  }

  private static String confirmation(CardView card) {
    Button.Confirm confirm = card.buttons().getFirst().confirm().orElseThrow();
    return confirm.title() + " " + confirm.text();
  }

  private static String text(CardView card) {
    return String.join("\n", lines(card)) + "\n" + quote(card) + "\n" + titles(card);
  }

  private static List<String> titles(CardView card) {
    return card.sections().stream()
        .map(CardWordsTest::words)
        .map(section ->
            switch (section) {
              case Section.Quote quote -> quote.title();
              case Section.Bullets bullets -> bullets.title();
              case Section.Verbatim verbatim -> verbatim.title();
              case Section.Lines _,
                  Section.Note _,
                  Section.Explanation _,
                  Section.Aid _,
                  Section.Buttons _ ->
                  "";
            })
        .toList();
  }

  private static List<String> lines(CardView card) {
    return card.sections().stream()
        .map(CardWordsTest::words)
        .flatMap(section ->
            switch (section) {
              case Section.Lines lines -> lines.lines().stream();
              case Section.Bullets bullets -> bullets.items().stream();
              case Section.Quote _,
                  Section.Verbatim _,
                  Section.Note _,
                  Section.Explanation _,
                  Section.Aid _,
                  Section.Buttons _ ->
                  Stream.<List<Run>>empty();
            })
        .map(CardWordsTest::line)
        .toList();
  }

  private static Section words(Section section) {
    return section instanceof Section.Explanation it ? it.words() : section;
  }

  private static String quote(CardView card) {
    return card.sections().stream()
        .map(CardWordsTest::words)
        .filter(Section.Quote.class::isInstance)
        .map(section -> line(((Section.Quote) section).text()))
        .reduce("", String::concat);
  }

  private static String exact(CardView card) {
    return card.sections().stream()
        .filter(Section.Verbatim.class::isInstance)
        .map(section -> ((Section.Verbatim) section).text())
        .reduce("", String::concat);
  }

  private static List<String> claims(CardView card) {
    return card.sections().stream()
        .filter(
            section -> section instanceof Section.Bullets b && b.title().equals(AgentClaims.TITLE))
        .flatMap(section -> ((Section.Bullets) section).items().stream().map(CardWordsTest::line))
        .toList();
  }

  /// The words before each word of the agent: title of its section and what stands before it.
  private static List<String> placesOf(Section section) {
    return switch (section) {
      case Section.Lines lines -> lines.lines().stream().flatMap(l -> before("", l)).toList();
      case Section.Bullets bullets ->
          bullets.items().stream().flatMap(l -> before(bullets.title(), l)).toList();
      case Section.Quote quote -> before(quote.title(), quote.text()).toList();
      case Section.Verbatim verbatim ->
          verbatim.text().contains(MARK) ? List.of(verbatim.title()) : List.of();
      case Section.Note note -> note.words().contains(MARK) ? List.of(note.words()) : List.of();
      case Section.Explanation explanation -> placesOf(explanation.words());
      case Section.Aid aid -> placesOf(aid.words());
      case Section.Buttons _ -> List.of();
    };
  }

  private static Stream<String> before(String title, List<Run> line) {
    return Stream.iterate(0, i -> i < line.size(), i -> i + 1)
        .filter(i -> line(List.of(line.get(i))).contains(MARK))
        .map(i -> title + "|" + line(line.subList(0, i)));
  }

  private static String line(List<Run> runs) {
    return runs.stream()
        .map(run ->
            switch (run) {
              case Run.Words words -> words.text();
              case Run.Supplied supplied -> supplied.text();
              case Run.Moment moment -> moment.at().toString();
              case Run.Human human -> human.name();
            })
        .reduce("", String::concat);
  }
}
