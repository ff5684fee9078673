package dev.countersign.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.Asker;
import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Field;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Reply.Sheet;
import dev.countersign.card.SheetAnswer;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Execution;
import dev.countersign.request.Execution.Reconciled;
import dev.countersign.request.Execution.Unknown;
import dev.countersign.request.RequestState.Approved;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What nobody knows the end of, asked for in a chat. Pia administers the gate, Otto does and owns
/// the agent, Marc may read its records and is a lead, and Nina is a lead.
class UnknownSheetsTest {
  private static final String NOTE = "It stands in the ledger of the bank";

  private final Unasked there = new Unasked();
  private final TestGate gate = there.gate;

  private Execution execution(ProposalId id) {
    return ((Approved) gate.state(id)).execution();
  }

  private Reply list(String user, String after) {
    return there.sheets.list(Unasked.pressing(user), after);
  }

  private static <P extends Part> List<P> parts(Reply reply, Class<P> type) {
    return ((Reply.Listing) reply)
        .parts().stream()
            .flatMap(part -> type.isInstance(part) ? Stream.of(type.cast(part)) : Stream.of())
            .toList();
  }

  private static List<String> named(Reply reply) {
    return parts(reply, Part.Row.class).stream()
        .flatMap(row -> row.ask().stream())
        .map(ask -> ask.question().substring("unknown say ".length()))
        .toList();
  }

  private Sheet sheet(String user, ProposalId id) {
    return (Sheet) there.sheets.form(Unasked.pressing(user), id.value());
  }

  private SheetAnswer send(String user, Sheet sheet, String found, String note) {
    return there.sheets.say(
        Unasked.pressing(user),
        sheet.question().substring("unknown say ".length()),
        Map.of("found", found, "note", note));
  }

  @ParameterizedTest
  @CsvSource({"It happened,true", "It did not happen,false"})
  void ofWhatNobodyWasAskedAboutAnAdministratorSaysWhatHappened(String found, boolean happened) {
    ProposalId id = there.unknown();
    int sent = gate.executor.sent().size();
    assertThat(named(list("UPIA", ""))).containsExactly(id.value());
    Sheet sheet = sheet("UPIA", id);
    assertThat(sheet.fields()).extracting(Field::name).containsExactly("found", "note");
    assertThat(sheet.fields().getFirst().values())
        .containsExactly("It happened", "It did not happen");

    assertThat(send("UPIA", sheet, found, NOTE)).isInstanceOf(SheetAnswer.Done.class);
    assertThat(execution(id))
        .isInstanceOfSatisfying(
            Reconciled.class,
            end -> {
              assertThat(end.happened()).isEqualTo(happened);
              assertThat(end.by().value()).isEqualTo("pia");
              assertThat(end.note()).isEqualTo(NOTE);
            });
    JsonObject told = gate.audit(id, EntryType.EXECUTION_RECONCILED).getFirst();
    assertThat(told.text("actor")).isEqualTo("person:pia");
    assertThat(told.object("data").text("people"))
        .isEqualTo(gate.directory.asOfNow().version().orElseThrow().value());
    gate.execute();
    assertThat(gate.executor.sent()).as("nothing was sent").hasSize(sent);
    assertThat(send("UPIA", sheet, found, NOTE)).as("again").isInstanceOf(SheetAnswer.Done.class);
    assertThat(gate.audit(id, EntryType.EXECUTION_RECONCILED)).hasSize(1);
    assertThat(list("UPIA", "").text()).startsWith("There is none");
  }

  /// Marc reads it, and Otto's it is.
  @ParameterizedTest
  @CsvSource({"UMARC,an administrator says what happened", "UOTTO,the action is yours"})
  void whoReadsItAndMayNotSayIsToldWhy(String user, String why) {
    ProposalId id = there.unknown();
    Sheet pias = sheet("UPIA", id);
    Reply reply = there.sheets.form(Unasked.pressing(user), id.value());
    if (user.equals("UOTTO")) {
      assertThat(list(user, "").text()).as("it bears on him").startsWith("There is none");
    } else {
      assertThat(named(list(user, ""))).isEmpty();
      assertThat(list(user, "").toString()).contains(why);
      assertThat(reply.text()).contains(why);
    }
    assertThat(reply).isInstanceOf(Reply.Words.class);
    assertThat(send(user, pias, "It happened", NOTE)).isInstanceOf(SheetAnswer.Refused.class);
    assertThat(execution(id)).isInstanceOf(Unknown.class);
  }

  /// With a form that the gate itself sealed for them.
  @ParameterizedTest
  @ValueSource(strings = {"UMARC", "UOTTO", "UNINA"})
  void noSealMakesAnAdministratorOfAnybody(String user) {
    ProposalId id = there.unknown();
    assertThat(
            there.sheets.say(
                Unasked.pressing(user),
                id + " " + gate.formSeal("reconcile", Unasked.account(user), id),
                Map.of("found", "It happened", "note", NOTE)))
        .isInstanceOf(SheetAnswer.Refused.class);
    assertThat(execution(id)).isInstanceOf(Unknown.class);
  }

  @Test
  void ofWhatPeopleWereAskedAboutTheySayItAndAdministratorsRead() {
    ProposalId id = there.asked();
    assertThat(named(list("UNINA", ""))).containsExactly(id.value());
    Reply read = list("UPIA", "");
    assertThat(named(read)).isEmpty();
    assertThat(read.toString()).contains("Whoever was asked about it says what happened.");
    assertThat(
            there.sheets.say(
                Unasked.pressing("UPIA"),
                id + " " + gate.formSeal("reconcile", Unasked.account("UPIA"), id),
                Map.of("found", "It happened", "note", NOTE)))
        .isInstanceOf(SheetAnswer.Refused.class);

    assertThat(send("UNINA", sheet("UNINA", id), "It happened", NOTE))
        .isInstanceOf(SheetAnswer.Done.class);
    assertThat(execution(id)).isInstanceOf(Reconciled.class);
  }

  @Test
  void whoMayNotReadItSeesNothingOfIt() {
    ProposalId id = there.unknown();
    for (String user : List.of("UNINA", "ULENA", "URHEA")) {
      assertThat(list(user, "")).isInstanceOf(Reply.Words.class);
      assertThat(list(user, "").text()).startsWith("There is none");
      assertThat(there.sheets.form(Unasked.pressing(user), id.value()).text())
          .isEqualTo(there.sheets.form(Unasked.pressing(user), "prop_none").text());
    }
    assertThat(list("UNOBODY", "").text()).contains("is not linked");
  }

  @Test
  void thePageGoesOnWhereItEnded() {
    List<String> all = new ArrayList<>();
    for (int nth = 0; nth < 23; nth++) {
      gate.clock.advance(Duration.ofSeconds(1));
      all.addFirst(there.unknown().value());
    }
    List<String> read = new ArrayList<>();
    String after = "";
    for (int page = 0; page < 3; page++) {
      Reply reply = list("UPIA", after);
      read.addAll(named(reply));
      after =
          parts(reply, Part.Asks.class).stream()
              .map(asks -> asks.asks().getFirst().question())
              .filter(question -> question.startsWith("unknown after "))
              .map(question -> question.substring("unknown after ".length()))
              .findFirst()
              .orElse("");
      assertThat(after.isEmpty()).isEqualTo(page == 2);
    }
    assertThat(read).containsExactlyElementsOf(all);
  }

  @Test
  void wordsAloneOpenNoForm() {
    ProposalId id = there.unknown();
    Reply written = there.sheets.form(Asker.writing(Unasked.account("UPIA")), id.value());
    assertThat(named(written)).as("a button does").containsExactly(id.value());
  }

  @Test
  void aFormThatLacksSomethingStaysWithWhatWasWritten() {
    ProposalId id = there.unknown();
    Sheet sheet = sheet("UPIA", id);
    assertThat(send("UPIA", sheet, "", NOTE))
        .isInstanceOfSatisfying(
            SheetAnswer.Mend.class,
            mend -> {
              assertThat(mend.field()).isEqualTo("found");
              assertThat(mend.sheet().fields().getLast().typed()).isEqualTo(NOTE);
            });
    assertThat(send("UPIA", sheet, "It happened", " "))
        .isInstanceOfSatisfying(
            SheetAnswer.Mend.class,
            mend -> {
              assertThat(mend.field()).isEqualTo("note");
              assertThat(mend.sheet().fields().getFirst().chosen()).contains("It happened");
              assertThat(send("UPIA", mend.sheet(), "It happened", NOTE))
                  .isInstanceOf(SheetAnswer.Done.class);
            });
  }

  @Test
  void aFormIsForOneRequestAndTheOneWhoWasShownIt() {
    ProposalId one = there.unknown();
    ProposalId other = there.unknown();
    String seal = sheet("UPIA", one).question().split(" ", 4)[3];
    Map<String, String> typed = Map.of("found", "It happened", "note", NOTE);
    for (String rest : List.of(other + " " + seal, one.value(), one + " 1.k.mac", "")) {
      assertThat(there.sheets.say(Unasked.pressing("UPIA"), rest, typed))
          .as(rest)
          .isInstanceOf(SheetAnswer.Refused.class);
    }
    gate.clock.advance(Duration.ofHours(2).plusSeconds(1));
    assertThat(there.sheets.say(Unasked.pressing("UPIA"), one + " " + seal, typed))
        .as("it lapsed")
        .isInstanceOf(SheetAnswer.Refused.class);
    assertThat(execution(one)).isInstanceOf(Unknown.class);
    assertThat(execution(other)).isInstanceOf(Unknown.class);
  }
}
