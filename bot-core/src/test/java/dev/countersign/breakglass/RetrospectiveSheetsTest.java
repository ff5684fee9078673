package dev.countersign.breakglass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.Asker;
import dev.countersign.card.ChatProfile;
import dev.countersign.card.Commands;
import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Field;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Reply.Sheet;
import dev.countersign.card.RetrospectiveDesk;
import dev.countersign.card.SheetAnswer;
import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RetrospectiveQuestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A retrospective is filed in a chat by the button of the alarm. pia used break-glass, lena has to
/// look at it, otto is of security and owns the agent, and marc is nobody's.
class RetrospectiveSheetsTest extends GlassTestCase {
  private ProposalId id;

  /// What the button of the alarm asks, behind `break-glass file`.
  private String button;

  @BeforeEach
  void itWasUsed() {
    id = gate.ask();
    assertThat(use(id).done()).isTrue();
    gate.work(DeliveryKind.ALARM);
    gate.execute();
    button =
        ((Reply.Listing) gate.chat.news().getFirst())
            .parts().stream()
                .flatMap(part -> part instanceof Part.Asks(var asks) ? asks.stream() : Stream.of())
                .filter(ask -> ask.label().equals("File retrospective"))
                .map(Reply.Ask::question)
                .map(question -> question.substring("break-glass file ".length()))
                .findFirst()
                .orElseThrow();
  }

  private static Asker pressing(String user) {
    return new Asker(
        new AccountId(Surface.SLACK, TestGate.TEAM, user),
        true,
        Optional.of(Digest.of("press")),
        () -> new ChatProfile(ChatProfile.Standing.MEMBER, user));
  }

  private Reply press(String user, String rest) {
    return gate.glassCommands.breakGlass(pressing(user), "file", rest);
  }

  private Sheet sheet(String user) {
    return (Sheet) press(user, button);
  }

  /// As a chat hands it over.
  private SheetAnswer send(String user, Sheet sheet, Map<String, String> typed) {
    return gate.glassCommands.file(
        pressing(user), sheet.question().substring("break-glass file ".length()), typed);
  }

  private static Map<String, String> typed() {
    Map<String, String> typed = new HashMap<>();
    ANSWERS.forEach((question, answer) -> typed.put(WireName.of(question), answer));
    return typed;
  }

  private int filed() {
    return gate.audit(id, EntryType.RETROSPECTIVE_FILED).size();
  }

  private static String code(SheetAnswer answer) {
    return ((SheetAnswer.Refused) answer).code();
  }

  @Test
  void theFormHasTheQuestionsAndLimitsOfThePageAndFilesWhatThePageFiles() {
    Sheet sheet = sheet("UPIA");
    assertThat(sheet.fields())
        .extracting(Field::label)
        .containsExactlyElementsOf(
            List.of(RetrospectiveQuestion.values()).stream()
                .map(RetrospectiveDesk::label)
                .toList());
    assertThat(sheet.fields())
        .allSatisfy(field -> assertThat(field.longest()).isEqualTo(RetrospectiveQuestion.LONGEST));
    assertThat(sheet.fields().stream().filter(field -> !field.required()))
        .extracting(Field::name)
        .containsExactly("rollback");

    assertThat(send("UPIA", sheet, typed())).isInstanceOf(SheetAnswer.Done.class);
    RetrospectiveDesk.Page page = gate.filing.look(account("UOTTO"), id.value()).orElseThrow();
    assertThat(page.filed().orElseThrow())
        .isEqualTo(new RetrospectiveDesk.Filed("Pia Purse", ANSWERS));
    assertThat(page("UPIA", gate.propose()).code()).as("the right is back").isEmpty();
  }

  @Test
  void whoeverIsNobodysGetsNoFormAndFilesNothing() {
    assertThat(press("UMARC", button).text()).contains("none of yours");
    assertThat(press("UNOBODY", button)).isInstanceOf(Reply.Words.class);
    assertThat(code(send("UMARC", sheet("UPIA"), typed()))).isEqualTo("not_shown");
    assertThat(filed()).isZero();
  }

  @Test
  void aFormThatSomebodyElseWasShownFilesNothing() {
    assertThat(code(send("ULENA", sheet("UPIA"), typed()))).isEqualTo("not_shown");
    assertThat(filed()).isZero();
    assertThat(send("ULENA", sheet("ULENA"), typed())).isInstanceOf(SheetAnswer.Done.class);
  }

  @Test
  void theFormOfOneRetrospectiveFilesNoOther() {
    Sheet first = sheet("UPIA");
    assertThat(send("UPIA", first, typed())).isInstanceOf(SheetAnswer.Done.class);
    ProposalId other = gate.ask();
    assertThat(use(other).done()).isTrue();
    String[] words = first.question().split(" ", -1);
    Sheet swapped =
        new Sheet(
            "x",
            first.about(),
            first.fields(),
            "",
            "x",
            Commands.filing(other, words[words.length - 1]));
    assertThat(code(send("UPIA", swapped, typed()))).isEqualTo("not_shown");
    assertThat(gate.audit(other, EntryType.RETROSPECTIVE_FILED)).isEmpty();
  }

  @Test
  void wordsAloneAndAForgedButtonOpenNoForm() {
    Asker writing = Asker.writing(new AccountId(Surface.SLACK, TestGate.TEAM, "UPIA"));
    for (Reply reply :
        List.of(
            gate.glassCommands.breakGlass(writing, "file", button),
            press("UPIA", id.value()),
            press("UPIA", id + " 9999999999.k." + "A".repeat(43)))) {
      assertThat(reply).isInstanceOf(Reply.Listing.class);
      assertThat(reply.text()).contains("Nothing was filed");
    }
    assertThat(press("UPIA", "it").text()).contains("Nothing was filed");
    Part.Asks own =
        ((Reply.Listing) press("UPIA", id.value()))
            .parts().stream()
                .filter(Part.Asks.class::isInstance)
                .map(Part.Asks.class::cast)
                .findFirst()
                .orElseThrow();
    String behind = own.asks().getFirst().question().substring("break-glass file ".length());
    assertThat(press("UPIA", behind)).isInstanceOf(Sheet.class);
    assertThat(press("ULENA", behind)).as("pia's own button").isInstanceOf(Reply.Listing.class);
  }

  @Test
  void theSameFormAgainAndOneFromBeforeItWasFiledChangeNothing() {
    Sheet pias = sheet("UPIA");
    Sheet lenas = sheet("ULENA");
    assertThat(send("UPIA", pias, typed())).isInstanceOf(SheetAnswer.Done.class);
    assertThat(code(send("UPIA", pias, typed()))).isEqualTo("filed_already");
    assertThat(code(send("ULENA", lenas, typed()))).isEqualTo("filed_already");
    gate.filing.close(account("ULENA"), id.value());
    gate.filing.close(account("UOTTO"), id.value());
    assertThat(code(send("ULENA", lenas, typed())))
        .as("once it is closed")
        .isEqualTo("filed_already");
    assertThat(press("ULENA", button).text()).contains("filed already");
    assertThat(filed()).isEqualTo(1);
  }

  @Test
  void aFormOfTheDayBeforeFilesNothing() {
    Sheet sheet = sheet("UPIA");
    gate.clock.advance(Duration.ofDays(1));
    assertThat(code(send("UPIA", sheet, typed()))).isEqualTo("not_shown");
    assertThat(filed()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "too short", "hidden \u202E text of an answer"})
  void whatCannotBeKeptIsNamedAndEverythingThatWasTypedStays(String answer) {
    Map<String, String> typed = typed();
    typed.put("normal_way", answer);
    assertThat(send("UPIA", sheet("UPIA"), typed))
        .isInstanceOfSatisfying(
            SheetAnswer.Mend.class,
            mend -> {
              assertThat(mend.field()).isEqualTo("normal_way");
              assertThat(mend.sheet().fields())
                  .allSatisfy(field ->
                      assertThat(field.typed()).isEqualTo(typed.getOrDefault(field.name(), "")));
              typed.put("normal_way", "It could not have, at that hour.");
              assertThat(send("UPIA", mend.sheet(), typed)).isInstanceOf(SheetAnswer.Done.class);
            });
    assertThat(filed()).isEqualTo(1);
  }

  @Test
  void ofTwoAtOnceOneFiles() throws Exception {
    Sheet pias = sheet("UPIA");
    Sheet lenas = sheet("ULENA");
    List<Callable<SheetAnswer>> sends = new ArrayList<>();
    for (int nth = 0; nth < 8; nth++) {
      String user = nth % 2 == 0 ? "UPIA" : "ULENA";
      sends.add(() -> send(user, user.equals("UPIA") ? pias : lenas, typed()));
    }
    int done = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<SheetAnswer> each : threads.invokeAll(sends)) {
        done += each.get() instanceof SheetAnswer.Done ? 1 : 0;
      }
    }
    assertThat(done).isEqualTo(1);
    assertThat(filed()).isEqualTo(1);
  }

  /// otto owns the agent: he may file, as on the page, and the form does not show him the action.
  @Test
  void whoeverItBearsOnIsNotShownWhatItIsAboutByTheForm() {
    assertThat(sheet("UOTTO").about().object())
        .isEqualTo(gate.filing.look(account("UOTTO"), id.value()).orElseThrow().topic().object());
    assertThat(sheet("UPIA").about().object()).isEmpty();
  }
}
