package dev.countersign.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is answered to what a person writes, whichever chat it was written in.
class CommandsTest {
  private static final AccountId MIRA = new AccountId(Surface.SLACK, "T1", "UMIRA");

  private static final LinkDesk LINKS =
      new LinkDesk() {
        @Override
        public Reply code(Asker asker) {
          return new Reply.Words("a code for " + asker.account().user());
        }

        @Override
        public Reply confirm(Asker asker, String code, String agreement) {
          return new Reply.Words(
              "what "
                  + asker.account().user()
                  + " confirms by ["
                  + code
                  + "] and ["
                  + agreement
                  + "]");
        }

        @Override
        public Reply unlink(Asker asker, String chat, String agreement) {
          return new Reply.Words(
              "what "
                  + asker.account().user()
                  + " linked"
                  + (chat.isEmpty() ? "" : " in [" + chat + "]")
                  + (agreement.isEmpty() ? "" : " by [" + agreement + "]"));
        }
      };

  private final List<String> forged = new ArrayList<>();
  private final Commands commands =
      new Commands(
          new QueueDesk() {
            @Override
            public Reply queue(AccountId asker, String tag, String after) {
              return new Reply.Words(
                  "queue of "
                      + asker.user()
                      + (tag.isEmpty() ? "" : " [" + tag + "]")
                      + (after.isEmpty() ? "" : " behind [" + after + "]"));
            }

            @Override
            public Reply status(AccountId asker, String id) {
              return new Reply.Words("status of [" + id + "] for " + asker.user());
            }
          },
          new HomeDesk() {
            @Override
            public Reply home(AccountId asker) {
              return new Reply.Words("home of " + asker.user());
            }

            @Override
            public Reply recent(AccountId asker, String after) {
              return new Reply.Words(
                  "decided by "
                      + asker.user()
                      + (after.isEmpty() ? "" : " behind [" + after + "]"));
            }
          },
          asker -> "one card for " + asker.user(),
          (asker, id) -> "more time for [" + id + "] by " + asker.user(),
          (asker, id, words) -> "problem of [" + id + "] of " + asker.user() + ": [" + words + "]",
          LINKS,
          new MuteDesk() {
            @Override
            public Reply mute(Asker asker, String agreement) {
              return new Reply.Words(
                  "quiet for " + asker.account().user() + " by [" + agreement + "]");
            }

            @Override
            public Reply unmute(Asker asker, String agreement) {
              return new Reply.Words(
                  "quiet no more for " + asker.account().user() + " by [" + agreement + "]");
            }
          },
          (asker, verb, rest) ->
              new Reply.Words(
                  "frozen by " + asker.account().user() + ": [" + verb + "] [" + rest + "]"),
          (asker, first, rest) ->
              new Reply.Words(
                  "glass of " + asker.account().user() + " [" + first + "] [" + rest + "]"),
          new UnknownCommandDesk() {
            @Override
            public Reply list(Asker asker, String after) {
              return new Reply.Words(
                  "unknown to "
                      + asker.account().user()
                      + (after.isEmpty() ? "" : " behind [" + after + "]"));
            }

            @Override
            public Reply form(Asker asker, String id) {
              return new Reply.Words("form of [" + id + "] for " + asker.account().user());
            }

            @Override
            public SheetAnswer say(Asker asker, String rest, Map<String, String> typed) {
              return new SheetAnswer.Done("said [" + rest + "] " + typed);
            }
          },
          (presser, button, id, _) -> forged.add(presser.user() + " " + button + " " + id));

  @ParameterizedTest
  @CsvSource({
    "queue,queue of UMIRA",
    "QUEUE,queue of UMIRA",
    "/break-glass R1 nobody answers,glass of UMIRA [R1] [nobody answers]",
    "/queue,queue of UMIRA",
    "'  /Queue  ',queue of UMIRA",
    "queue billing please,queue of UMIRA [billing]",
    "queue after prop_1,queue of UMIRA behind [prop_1]",
    "queue billing after prop_1,queue of UMIRA [billing] behind [prop_1]",
    "queue billing after,queue of UMIRA [billing]",
    "queue after,queue of UMIRA",
    "status prop_1,status of [prop_1] for UMIRA",
    "'/status \t prop_1 prop_2',status of [prop_1] for UMIRA",
    "status,status of [] for UMIRA",
    "home,home of UMIRA",
    "recent,decided by UMIRA",
    "recent prop_1,decided by UMIRA",
    "recent after prop_1,decided by UMIRA behind [prop_1]",
    "batch,one card for UMIRA",
    "extend prop_1,more time for [prop_1] by UMIRA",
    "problem prop_1 The wrong customer,problem of [prop_1] of UMIRA: [The wrong customer]",
    "'/Problem  prop_1 \n two  blanks ',problem of [prop_1] of UMIRA: [two  blanks]",
    "problem,problem of [] of UMIRA: []",
    "link,a code for UMIRA",
    "LINK 7kq2-m9xd,what UMIRA confirms by [7kq2-m9xd] and []",
    "link 7KQ2M9XD confirm,what UMIRA confirms by [7KQ2M9XD] and []",
    "unknown,unknown to UMIRA",
    "/Unknown after prop_1,unknown to UMIRA behind [prop_1]",
    "unknown prop_1,unknown to UMIRA",
    "unknown say prop_1,form of [prop_1] for UMIRA",
    "unlink,what UMIRA linked",
    "mute,quiet for UMIRA by []",
    "freeze,frozen by UMIRA: [] []",
    "freeze on everything it is mad,frozen by UMIRA: [on] [everything it is mad]",
    "/freeze off 7,frozen by UMIRA: [off] [7]",
    "unmute now,quiet no more for UMIRA by [now]",
    "unlink teams,what UMIRA linked in [teams]"
  })
  void aCommandIsKnownHoweverItIsWritten(String written, String answer) {
    assertThat(commands.answer(Asker.writing(MIRA), written).text()).isEqualTo(answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "/", "/ queue", "help", "/HELP"})
  void whoWritesNothingOrAsksForHelpReadsWhatOneCanAsk(String written) {
    assertThat(commands.answer(Asker.writing(MIRA), written).text()).startsWith("You can ask:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"approve", "//queue", "queue?", "aqueue", "kueue"})
  void anythingElseIsNoCommandAndIsAnsweredWithWhatOneCanAsk(String written) {
    assertThat(commands.answer(Asker.writing(MIRA), written).text())
        .startsWith("Countersign does not know this command. You can ask:");
  }

  @ParameterizedTest
  @EnumSource(Command.class)
  void everyCommandIsOfferedWithWhatItIsFor(Command command) {
    assertThat(commands.answer(Asker.writing(MIRA), "help").text())
        .contains("\n" + command.word() + " · " + command.description());
  }

  /// A description says how to write what the word alone does not say, and so does the hint.
  @ParameterizedTest
  @EnumSource(Command.class)
  void howToWriteACommandIsSaidAlikeEverywhere(Command command) {
    assertThat(command.usage()).startsWith(command.word());
    assertThat(command.usage().contains("<")).isEqualTo(command.description().contains("<"));
    if (!command.usage().equals(command.word())) {
      assertThat(command.description()).endsWith(": " + command.usage());
    }
    assertThat(Command.hint().split(" \\| ", -1)).contains(command.usage());
  }

  @ParameterizedTest
  @EnumSource(Command.class)
  void everyCommandIsAnswered(Command command) {
    assertThat(commands.answer(Asker.writing(MIRA), command.word()).text())
        .doesNotContain("does not know");
  }

  @Test
  void onlyAPressedButtonConfirmsALink() {
    Asker pressing = pressing();
    String question = Commands.confirm("7KQ2-M9XD", "1.key.mac").question();

    assertThat(commands.answer(pressing, question).text())
        .isEqualTo("what UMIRA confirms by [7KQ2-M9XD] and [1.key.mac]");
    assertThat(commands.answer(Asker.writing(MIRA), question).text())
        .isEqualTo("what UMIRA confirms by [7KQ2-M9XD] and []");
  }

  @Test
  void whatStandsBehindTheLongestIsNotRead() {
    String blanks = " ".repeat(Commands.LONGEST - "status".length());

    assertThat(commands.answer(Asker.writing(MIRA), "status" + blanks + "prop_1").text())
        .isEqualTo("status of [] for UMIRA");
    assertThat(
            commands.answer(Asker.writing(MIRA), "status" + blanks.substring(1) + "prop_1").text())
        .isEqualTo("status of [p] for UMIRA");
  }

  @ParameterizedTest
  @EnumSource(
      value = ChatProfile.Standing.class,
      names = {"GUEST", "BOT", "FOREIGN", "DEACTIVATED", "UNKNOWN"})
  void whoIsNoMemberIsAnsweredNothingButHelp(ChatProfile.Standing standing) {
    Asker asker = new Asker(MIRA, true, Optional.empty(), () -> new ChatProfile(standing, "mira"));

    for (Command command : Command.values()) {
      String answer = commands.answer(asker, command.word() + " prop_1").text();
      switch (command) {
        case HELP -> assertThat(answer).startsWith("You can ask");
        case LINK -> assertThat(answer).as("says more of why").contains("UMIRA");
        default ->
            assertThat(answer)
                .as(command.word())
                .startsWith(
                    standing == ChatProfile.Standing.UNKNOWN
                        ? "Slack did not confirm your account"
                        : "Only members of this organisation");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ChatProfile.Standing.class,
      names = {"GUEST", "BOT", "FOREIGN", "DEACTIVATED", "UNKNOWN"})
  void noFormIsTakenOfWhoIsNoMember(ChatProfile.Standing standing) {
    Asker asker = new Asker(MIRA, true, Optional.empty(), () -> new ChatProfile(standing, "mira"));

    for (String question : List.of("break-glass file prop_1 1.k.m", "unknown say prop_1 1.k.m")) {
      noFormIsTaken(standing, commands.send(asker, question, Map.of()));
    }
  }

  private static void noFormIsTaken(ChatProfile.Standing standing, SheetAnswer answer) {
    if (standing == ChatProfile.Standing.UNKNOWN) {
      assertThat(answer).as("may be one").isInstanceOf(SheetAnswer.Unavailable.class);
    } else {
      assertThat(((SheetAnswer.Refused) answer).code()).isEqualTo("not_a_member");
    }
  }

  @Test
  void theFormOfWhatHappenedGoesToItsDesk() {
    assertThat(
            commands
                .send(pressing(), "unknown say prop_1 1.k.m", Map.of("found", "It happened"))
                .words())
        .isEqualTo("said [prop_1 1.k.m] {found=It happened}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "queue",
        "unknown",
        "unknown after prop_1",
        "break-glass end prop_1 1.k.m",
        "break-glass prop_1 why",
        "it"
      })
  void aFormOfAnotherQuestionIsNoneOfOurs(String question) {
    assertThat(((SheetAnswer.Refused) commands.send(pressing(), question, Map.of())).code())
        .isEqualTo("not_ours");
  }

  /// The gate has no button that asks any of these; whoever holds the app's token can post one.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "batch",
        "extend prop_1",
        "problem prop_1 All of it",
        "link",
        "freeze",
        "freeze off",
        "freeze off everything",
        "freeze on everything it is mad",
        "break-glass prop_1 nobody answers",
        "break-glass file prop_1"
      })
  void aPressedButtonThatTheGateDoesNotMakeDoesNothingAndIsNoted(String question) {
    assertThat(commands.answer(pressing(), question).text())
        .startsWith("This button is not one that Countersign made, so nothing was counted.");

    String[] words = question.split(" ", -1);
    assertThat(forged)
        .containsExactly("UMIRA " + words[0] + " " + (words.length > 1 ? words[1] : ""));
  }

  @ParameterizedTest
  @CsvSource({
    "queue,queue of UMIRA",
    "status prop_1,status of [prop_1] for UMIRA",
    "unknown,unknown to UMIRA",
    "unknown say prop_1,form of [prop_1] for UMIRA",
    "recent,decided by UMIRA",
    "home,home of UMIRA",
    "mute 1.k.m,quiet for UMIRA by [1.k.m]",
    "unmute 1.k.m,quiet no more for UMIRA by [1.k.m]",
    "freeze off 7 1.k.m,frozen by UMIRA: [off] [7 1.k.m]",
    "unlink teams 1.k.m,what UMIRA linked in [teams] by [1.k.m]"
  })
  void aButtonOfTheGateIsAnswered(String question, String answer) {
    assertThat(commands.answer(pressing(), question).text()).isEqualTo(answer);
    assertThat(forged).isEmpty();
  }

  private static Asker pressing() {
    return new Asker(MIRA, true, Optional.of(Digest.of("press")), () -> ChatProfile.UNASKED);
  }

  @Test
  void theListIsTheWholeList() {
    assertThat(Arrays.stream(Command.values()).map(Command::word))
        .containsExactly(
            "home",
            "queue",
            "batch",
            "status",
            "recent",
            "extend",
            "problem",
            "unknown",
            "link",
            "unlink",
            "mute",
            "unmute",
            "freeze",
            "break-glass",
            "help");
  }

  /// As many as the shortest list of a chat takes.
  @Test
  void theListThatIsKeptShortHasTen() {
    assertThat(Arrays.stream(Command.values()).filter(Command::isListed)).hasSize(10);
  }
}
