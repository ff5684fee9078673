package dev.countersign.breakglass;

import dev.countersign.breakglass.GlassRefusals.Asking;
import dev.countersign.card.Asker;
import dev.countersign.card.BreakGlassDesk;
import dev.countersign.card.ConsoleAddress;
import dev.countersign.card.GlassCommandDesk;
import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.SheetAnswer;
import dev.countersign.card.WhyNot;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.ProposalId;
import dev.countersign.refusal.Door;
import dev.countersign.refusal.GlassRefusal;
import dev.countersign.request.BrokenGlass;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Answers `break-glass` in a chat: with the page that asks for a passkey, for whoever may use it,
/// and with why not for everybody else; ends a use for whoever presses the button of that, and has
/// its retrospective filed in a form.
public final class GlassCommands implements GlassCommandDesk {
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final String HEADING = "🚨 Break-glass: emergency use only";
  private static final String NO_PAGES =
      "Break-glass takes a passkey, and this deployment has no pages that could ask for one.";
  private static final String PRESS =
      "Nothing was done. Press the button to end it: whether it can still be ended is judged then.";
  private static final String WHAT_IT_IS =
      "Nothing was done yet. The page shows all of the request and asks for your passkey, an"
          + " incident and why it cannot wait, in "
          + BrokenGlass.SHORTEST_REASON
          + " characters at least. It replaces the quorum of this one action and nothing else."
          + " Security is told at once. What you wrote is filled in there for "
          + ReasonSeals.LIFE.toMinutes()
          + " minutes, where the page opens at once.";

  private final BreakGlassDesk desk;
  private final Directory directory;
  private final Optional<ConsoleAddress> console;
  private final ReasonSeals reasons;
  private final GlassSeals seals;
  private final RetrospectiveSheets sheets;
  private final GlassRefusals refusals;
  private final GlassRule rule;

  GlassCommands(
      BreakGlassDesk desk,
      Directory directory,
      Optional<ConsoleAddress> console,
      ReasonSeals reasons,
      GlassSeals seals,
      RetrospectiveSheets sheets,
      GlassRefusals refusals,
      GlassRule rule) {
    this.desk = desk;
    this.directory = directory;
    this.console = console;
    this.reasons = reasons;
    this.seals = seals;
    this.sheets = sheets;
    this.refusals = refusals;
    this.rule = rule;
  }

  @Override
  public Reply breakGlass(Asker asker, String first, String rest) {
    return switch (first) {
      case END -> end(asker, BLANKS.split(rest.strip(), 2));
      case FILE -> sheets.ask(asker, rest);
      default -> link(asker, first, rest);
    };
  }

  @Override
  public SheetAnswer file(Asker asker, String rest, Map<String, String> typed) {
    return sheets.file(asker, rest, typed);
  }

  private Reply link(Asker asker, String id, String why) {
    Directory people = directory.asOfNow();
    Optional<GlassRefusal> right = GlassChecklist.right(people, asker.account());
    Optional<Person> person = people.byAccount(asker.account());
    if (right.isPresent()) {
      return new Reply.Words(
          refusals
              .refused(new Asking(Door.ASK_BREAK_GLASS, asker.account(), person, id), right.get())
              .words());
    }
    Optional<ProposalId> request = ProposalId.parse(id);
    if (request.isEmpty()) {
      return new Reply.Words("Nothing was done. Write: break-glass <id> <why>. " + WhyNot.ID);
    }
    if (console.isEmpty()) {
      return new Reply.Words(NO_PAGES);
    }
    URI page = console.get().breaking(request.get());
    URI to =
        BrokenGlass.reason(why)
            .flatMap(reason -> reasons.query(request.get(), person.orElseThrow().id(), reason))
            .map(query -> URI.create(page + "?" + query))
            .orElse(page);
    List<Part> parts = new ArrayList<>();
    parts.add(new Part.Note(WHAT_IT_IS));
    parts.add(new Part.Leads("Go on with your passkey", to));
    return new Reply.Listing(HEADING, HEADING + ". " + WHAT_IT_IS, parts);
  }

  /// @param words the request, and what the button carries
  private Reply end(Asker asker, String[] words) {
    Optional<ProposalId> request = ProposalId.parse(words[0]);
    if (request.isEmpty()) {
      return new Reply.Words("Nothing was done. " + WhyNot.ID);
    }
    if (words.length < 2 || !seals.isEnding(words[1], request.get(), asker, rule.alarms())) {
      return new Reply.Listing(
          HEADING,
          PRESS,
          List.of(
              new Part.Note(PRESS),
              new Part.Asks(List.of(seals.ending(asker.account(), request.get())))));
    }
    return new Reply.Words(desk.end(asker.account(), request.get().value()).words());
  }
}
