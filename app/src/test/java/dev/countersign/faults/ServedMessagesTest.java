package dev.countersign.faults;

import static dev.countersign.faults.MessageTargets.SLACK_CHANNEL;
import static dev.countersign.faults.MessageTargets.TEAMS_CHANNEL;
import static dev.countersign.faults.MessageTargets.TEAMS_GUESTS;
import static dev.countersign.faults.ServedMessages.attachment;
import static dev.countersign.faults.ServedMessages.changes;
import static dev.countersign.faults.ServedMessages.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.faults.ServedMessages.Answer;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.sandbox.mail.MailFault;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import dev.countersign.sandbox.teams.ConnectorOperation;
import dev.countersign.sandbox.teams.TeamsFault;
import dev.countersign.sandbox.teams.TeamsUser;
import dev.countersign.store.EmbeddedPostgresExtension;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Messages by the server that `serve` runs, from an agent's key to whom they arrive at: what the
/// card shows is what arrives, once, and nothing else ever does.
@Timeout(120)
class ServedMessagesTest {
  @RegisterExtension
  private static final EmbeddedPostgresExtension DATABASE = new EmbeddedPostgresExtension();

  /// By which each message of these tests is told from every other.
  private static final AtomicInteger NEXT = new AtomicInteger(1);

  private static final byte[] PRICES =
      "prices\r\n.\r\nBcc: x@evil.example".getBytes(StandardCharsets.UTF_8);
  private static final byte[] TERMS = {0, (byte) 0xff, '\r', '\n', '.', '\n', 7};

  @TempDir private static Path folder;
  private static ServedMessages served;

  private final String tag = "Case " + NEXT.getAndIncrement() + ".";

  @BeforeAll
  static void start() throws Exception {
    served = new ServedMessages(DATABASE, folder);
  }

  @AfterEach
  void everythingIsSound() {
    assertThat(served.damages()).isEmpty();
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  /// Lines that end a mail, mark up a chat and ring its people, where they are parsed.
  private String content() {
    return tag
        + "\n"
        + "Grüße, <!channel> <@U0MIRA> *now* <at>Mira</at>\n"
        + ".\n"
        + "Bcc: y@evil.example\n"
        + "&lt; {{DATE(2026-01-01T00:00:00Z)}}";
  }

  /// What stands in each paragraph of a card, however its words are marked.
  private static List<String> paragraphs(Json json) {
    List<String> found = new ArrayList<>();
    switch (json) {
      case JsonArray(var items) -> items.forEach(item -> found.addAll(paragraphs(item)));
      case JsonObject object -> {
        if (object.get("elements") instanceof JsonArray(var runs)) {
          found.add(runs.stream().map(ServedMessagesTest::words).collect(Collectors.joining()));
        }
        object.members().values().forEach(value -> found.addAll(paragraphs(value)));
      }
      default -> {
        // Has none.
      }
    }
    return found;
  }

  private static String words(Json run) {
    return run instanceof JsonObject object && object.get("text") instanceof JsonString(var text)
        ? text
        : "";
  }

  private void assertShown(PostedMessage card) {
    assertThat(paragraphs(card.blocks()))
        .anySatisfy(paragraph -> assertThat(paragraph).endsWith(content()));
  }

  private Object only() {
    List<Object> arrived = served.targets.arrived(tag);
    assertThat(arrived).hasSize(1);
    return arrived.getFirst();
  }

  private static void assertExecuted(String id, int status) {
    JsonObject view = served.outcome(id);
    assertThat(view.text("outcome")).isEqualTo("executed");
    assertThat(view.object("execution").text("status")).isEqualTo("succeeded");
    assertThat(view.object("execution").number("http_status")).isEqualTo(status);
    assertThat(served.audited(id, "execution_succeeded")).hasSize(1);
    assertThat(served.audited(id, "grant_issued")).hasSize(1);
    served.card(id, card -> card.contains("Executed"));
  }

  @Test
  void aMailArrivesAsItsCardShowedIt() throws Exception {
    served.handIn(PRICES);
    served.handIn(TERMS);
    JsonObject mail =
        changes("email", List.of("ada@example.com", "bob@example.com"), content())
            .put("subject", tag + " Prices für März")
            .put(
                "attachments",
                new JsonArray(
                    List.of(
                        attachment("Preisliste März.pdf", PRICES), attachment("terms.pdf", TERMS))))
            .build();
    String id = served.asked("mail", mail, "");
    PostedMessage card = served.card(id, text -> text.contains("Approve"));
    assertThat(card.rendered())
        .contains("ada@example.com", "bob@example.com", tag + " Prices für März")
        .contains("Preisliste März.pdf", "terms.pdf");
    assertShown(card);
    assertThat(served.targets.arrived(tag)).as("before anybody approves").isEmpty();

    served.approve(id);
    assertExecuted(id, 250);
    List<Object> all = served.targets.arrived(tag);
    assertThat(all).as("one for each recipient").hasSize(2);
    MimeMessage arrived = (MimeMessage) all.getFirst();
    assertThat(arrived.getAllRecipients())
        .extracting(Object::toString)
        .containsExactly("ada@example.com", "bob@example.com");
    assertThat(arrived.getHeader("Bcc")).isNull();
    assertThat(arrived.getFrom()[0]).hasToString("Example Help <help@example.com>");
    assertThat(arrived.getSubject()).isEqualTo(tag + " Prices für März");
    Multipart parts = (Multipart) arrived.getContent();
    assertThat(parts.getCount()).isEqualTo(3);
    assertThat(parts.getBodyPart(0).getContent()).isEqualTo(content().replace("\n", "\r\n"));
    assertAttached(parts.getBodyPart(1), "Preisliste März.pdf", PRICES);
    assertAttached(parts.getBodyPart(2), "terms.pdf", TERMS);
  }

  private static void assertAttached(BodyPart part, String name, byte[] bytes) throws Exception {
    assertThat(part.getFileName()).isEqualTo(name);
    assertThat(Digest.of(part.getInputStream().readAllBytes())).isEqualTo(Digest.of(bytes));
  }

  @ParameterizedTest
  @CsvSource({"inside-chat, 200", "inside-team, 201"})
  void aPostedTextArrivesAsItsCardShowedIt(String system, int status) {
    String id = served.asked(system, posted(system, content()), "");
    PostedMessage card = served.card(id, text -> text.contains("Approve"));
    assertThat(card.rendered()).contains(here(system));
    assertShown(card);
    assertThat(served.targets.arrived(tag)).as("before anybody approves").isEmpty();

    served.approve(id);
    assertExecuted(id, status);
    assertThat(MessageTargets.text(only())).isEqualTo(content());
    assertThat(served.targets.slack.rung()).isEmpty();
    assertThat(served.targets.teams.rung()).isEmpty();
  }

  private static boolean isSlack(String system) {
    return system.endsWith("chat");
  }

  private static String here(String system) {
    return isSlack(system) ? SLACK_CHANNEL : TEAMS_CHANNEL;
  }

  private static JsonObject posted(String system, String content) {
    return message(isSlack(system) ? "slack" : "teams", here(system), content);
  }

  /// A mail through the server that fails when it is told to, or a posted text.
  private JsonObject changesFor(String system) {
    return system.equals("relay") || system.equals("mail")
        ? changes("email", List.of("ada@example.com"), "Hello").put("subject", tag).build()
        : posted(system, tag);
  }

  static Stream<RefusedMessage> refused() {
    return RefusedMessage.all();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatItsConnectionDoesNotTakeNobodyIsAskedAndNothingIsSent(RefusedMessage refused) {
    int cards = served.cards("").size();
    int arrived = served.targets.arrived("").size();
    Answer answer = served.propose(refused.system(), refused.written(), "");

    assertThat(answer.status()).as("%s", answer).isEqualTo(422);
    assertThat(answer.code()).isEqualTo(refused.code());
    assertThat(served.cards("")).hasSize(cards);
    assertThat(served.targets.arrived("")).hasSize(arrived);
  }

  @Test
  void whereTheChatDoesNotSayWhoReadsTheAgentIsToldToComeAgain() {
    served.targets.slack.fail("conversations.info", new Fault.Status(503), 1);
    Answer answer = served.propose("inside-chat", posted("inside-chat", tag), "");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("conversation_not_read");
    assertThat(served.cards(tag)).isEmpty();

    served.asked("inside-chat", posted("inside-chat", tag), "");
  }

  @Test
  void aChannelThatIsSharedAfterTheCardWasShownGetsNothing() {
    String id = served.asked("inside-chat", posted("inside-chat", tag), "");
    served.card(id, text -> text.contains("Approve"));
    WorkspaceChannel before = served.targets.slack.workspace().channel(SLACK_CHANNEL).orElseThrow();
    served.targets.slack.workspace().put(before.sharedOutside());
    try {
      served.approve(id);
      assertNotSent(id, "audience_not_allowed");
    } finally {
      served.targets.slack.workspace().put(before);
    }
  }

  @Test
  void aConversationThatAGuestJoinsAfterTheCardWasShownGetsNothing() {
    String id = served.asked("inside-team", message("teams", TEAMS_GUESTS, tag), "");
    served.card(id, text -> text.contains("Approve"));
    served.targets.teams.join(TeamsUser.guest("Late"), TEAMS_GUESTS);

    served.approve(id);
    assertNotSent(id, "audience_not_allowed");
  }

  private void assertNotSent(String id, String code) {
    JsonObject view = served.outcome(id);
    assertThat(view.object("execution").text("status")).isEqualTo("failed");
    assertThat(CanonicalJson.text(view)).contains(code);
    assertThat(served.targets.arrived(tag)).isEmpty();
    assertThat(served.audited(id, "execution_failed")).hasSize(1);
    served.card(id, card -> card.contains(code));
  }

  /// What a target does with the message, what is claimed of it, and how often it arrived.
  record Trouble(String name, String system, Runnable arranged, String status, int arrives) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Trouble> troubles() {
    return Stream.of(
        mail("a mail server that comes later", new MailFault.Answer("451 later"), "failed", 0),
        mail("a mail server that refuses", new MailFault.Answer("554 spam"), "failed", 0),
        mail("a mail server that leaves", new MailFault.Drop(), "unknown", 0),
        mail("a mail server that takes it and leaves", new MailFault.KeepThenDrop(), "unknown", 1),
        slack("Slack at its limit", new Fault.RateLimited(Duration.ofSeconds(1)), "failed", 0),
        slack("Slack in trouble", new Fault.Status(503), "unknown", 0),
        slack("Slack without an answer", new Fault.Drop(), "unknown", 0),
        slack("Slack that posts without an answer", new Fault.ApplyThenDrop(), "unknown", 1),
        slack("Slack that hangs", new Fault.Hang(), "unknown", 0),
        teams("Teams at its limit", new TeamsFault.Throttled(Duration.ofSeconds(1)), "failed", 0),
        teams("Teams in trouble", new TeamsFault.Status(502), "unknown", 0),
        teams("Teams without an answer", new TeamsFault.Drop(), "unknown", 0),
        teams("Teams that posts without an answer", new TeamsFault.ApplyThenDrop(), "unknown", 1));
  }

  private static Trouble mail(String name, MailFault fault, String status, int arrives) {
    return new Trouble(name, "relay", () -> served.targets.relay.fail(fault, 1), status, arrives);
  }

  private static Trouble slack(String name, Fault fault, String status, int arrives) {
    return new Trouble(
        name,
        "chat",
        () -> served.targets.slack.fail("chat.postMessage", fault, 1),
        status,
        arrives);
  }

  private static Trouble teams(String name, TeamsFault fault, String status, int arrives) {
    return new Trouble(
        name,
        "team",
        () -> served.targets.teams.fail(ConnectorOperation.SEND, fault, 1),
        status,
        arrives);
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void whatATargetDoesIsToldHonestlyAndNothingIsSentAgain(Trouble trouble) {
    String id = served.asked(trouble.system(), changesFor(trouble.system()), "");
    served.card(id, text -> text.contains("Approve"));
    trouble.arranged().run();

    served.approve(id);
    JsonObject view = served.outcome(id);
    assertThat(view.object("execution").text("status")).isEqualTo(trouble.status());
    assertThat(served.targets.arrived(tag)).hasSize(trouble.arrives());
    assertThat(served.audited(id, "grant_redeemed")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"mail", "relay", "inside-chat", "inside-team"})
  void aDryRunSaysOnItsCardWhatWouldBecomeOfItAndSendsNothing(String system) {
    JsonObject changes = changesFor(system);
    if (system.equals("mail")) {
      served.handIn(PRICES);
      changes =
          changes.with("attachments", new JsonArray(List.of(attachment("prices.pdf", PRICES))));
    }
    String id = served.asked(system, changes, ",\"dry_run\":true");
    served.card(id, text -> text.contains("Approve"));
    served.approve(id);

    served.card(id, card -> card.contains("Dry run: it would work, nothing was done"));
    assertThat(served.outcome(id).object("execution").object("dry_run").text("status"))
        .isEqualTo("would_work");
    assertThat(served.targets.arrived(tag)).isEmpty();
    assertThat(served.audited(id, "grant_issued")).isEmpty();
  }

  @Test
  void aDryRunSaysWhyAMessageWouldNotArrive() {
    String id = served.asked("chat", posted("chat", tag), ",\"dry_run\":true");
    served.card(id, text -> text.contains("Approve"));
    WorkspaceChannel before = served.targets.slack.workspace().channel(SLACK_CHANNEL).orElseThrow();
    served.targets.slack.workspace().put(before.archived());
    try {
      served.approve(id);
      served.card(id, card -> card.contains("conversation_archived"));
    } finally {
      served.targets.slack.workspace().put(before);
    }
    assertThat(served.targets.arrived(tag)).isEmpty();
  }

  @Test
  void aMailThatIsLargerThanItsServerTakesIsFoundOutByADryRun() {
    byte[] large = new byte[1_000_000];
    served.handIn(large);
    JsonObject mail =
        changesFor("relay")
            .with("attachments", new JsonArray(List.of(attachment("large.pdf", large))));
    String id = served.asked("relay", mail, ",\"dry_run\":true");
    served.card(id, text -> text.contains("Approve"));
    served.approve(id);

    served.card(id, card -> card.contains("message_too_large"));
    assertThat(served.targets.arrived(tag)).isEmpty();
  }
}
