package dev.countersign.drawing;

import dev.countersign.card.CardView;
import dev.countersign.card.Run;
import dev.countersign.card.Run.Emphasis;
import dev.countersign.card.Section;
import dev.countersign.card.Tone;
import dev.countersign.json.WireName;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.AskedNow;
import dev.countersign.people.Directory;
import dev.countersign.policy.Gate;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.RiskLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What would become of a proposal that nobody made: for whoever writes policies or agents.
public final class ProspectPage {
  /// People that one stage names; the others are counted.
  static final int MOST_NAMED = 20;

  private final RequestRecord record;
  private final List<AskedNow> asked;
  private final Directory people;

  private ProspectPage(RequestRecord record, List<AskedNow> asked, Directory people) {
    this.record = record;
    this.asked = asked;
    this.people = people;
  }

  /// The ruling, whom it asks, and why.
  ///
  /// @param record as it would stand in the ledger
  /// @param asked for each stage of its ruling
  public static CardView ruled(RequestRecord record, List<AskedNow> asked, Directory people) {
    return new ProspectPage(record, asked, people).view();
  }

  /// What those would read who are asked; empty where nobody is.
  public static Optional<CardView> card(RequestRecord record, Directory people) {
    if (record.ruling().gate() != Gate.ASK) {
      return Optional.empty();
    }
    CardView card = ReviewCard.reading(record, people);
    Section why = DetailPages.why(record);
    return Optional.of(
        CardFrame.view(
            record,
            card.tone(),
            card.heading(),
            card.summary(),
            card.sections().stream().filter(section -> !section.equals(why)).toList(),
            List.of(),
            card.footer()));
  }

  private CardView view() {
    Ruling ruling = record.ruling();
    List<Section> sections = new ArrayList<>();
    sections.add(new Section.Lines(facts()));
    if (!ruling.stages().isEmpty()) {
      sections.add(new Section.Bullets("Who would be asked", stages()));
    }
    sections.add(new Section.Bullets("Why", DetailPages.reasons(record)));
    return CardFrame.view(
        record,
        tone(ruling),
        heading(ruling),
        heading(ruling),
        sections,
        List.of(),
        "As it stands now. Nothing of this is stored, and nobody is asked.");
  }

  private static String heading(Ruling ruling) {
    if (ruling.observed().isPresent()) {
      return "Countersign would only observe this";
    }
    return switch (ruling.gate()) {
      case ALLOW -> "Countersign would execute this without asking anybody";
      case ASK -> "Countersign would ask people";
      case REFUSE -> "Countersign would refuse this";
    };
  }

  private static Tone tone(Ruling ruling) {
    return switch (ruling.gate()) {
      case ALLOW -> Tone.GOOD;
      case ASK -> Tone.WARNING;
      case REFUSE -> Tone.DANGER;
    };
  }

  private List<List<Run>> facts() {
    Ruling ruling = record.ruling();
    List<List<Run>> lines = new ArrayList<>();
    ruling
        .deed()
        .ifPresent(deed ->
            lines.add(List.of(Run.strong("Reads as: "), Run.supplied(deed, Emphasis.STRONG))));
    lines.add(risk(ruling));
    lines.add(rules(ruling));
    if (!ruling.tags().isEmpty()) {
      lines.add(
          named(
              "Tags: ",
              ruling.tags().stream()
                  .map(tag -> tag.name() + (tag.claimed() ? " (only claimed)" : ""))
                  .toList()));
    }
    if (ruling.gate() == Gate.ASK) {
      lines.add(
          List.of(
              Run.strong("Decide by: "),
              new Run.Moment(record.request().deadline()),
              Run.words(
                  ruling.chatApprove()
                      ? ", by a click in a chat"
                      : ", an approval with a passkey on the console only")));
    }
    return lines;
  }

  private static List<Run> risk(Ruling ruling) {
    return List.of(
        Run.strong("Risk: "),
        Run.words(level(ruling.risk().assessed())),
        Run.words(
            ruling
                .risk()
                .claimed()
                .map(claimed -> ", the agent claims " + level(claimed))
                .orElse(", the agent claims none")));
  }

  private static String level(RiskLevel level) {
    return WireName.of(level).toLowerCase(Locale.ROOT);
  }

  private static List<Run> rules(Ruling ruling) {
    return ruling.rules().isEmpty()
        ? List.of(Run.strong("Rules: "), Run.words("none matches"))
        : named("Rules: ", ruling.rules());
  }

  private static List<Run> named(String title, List<String> names) {
    List<Run> line = new ArrayList<>();
    line.add(Run.strong(title));
    for (String name : names) {
      line.add(Run.words(line.size() == 1 ? "" : ", "));
      line.add(Run.supplied(name, Emphasis.CODE));
    }
    return line;
  }

  private List<List<Run>> stages() {
    List<Stage> stages = record.ruling().stages();
    List<List<Run>> items = new ArrayList<>();
    for (int at = 0; at < stages.size(); at++) {
      items.add(stage(stages.get(at), at));
    }
    return items;
  }

  private List<Run> stage(Stage stage, int at) {
    List<Run> line = new ArrayList<>();
    boolean alone = record.ruling().stages().size() == 1;
    String when =
        at == 0 ? (alone ? "" : "First ") : stage.together() ? "At once with it " : "Then ";
    line.add(Run.words(when + Approvals.requirement(stage) + ": "));
    List<PersonId> persons = at < asked.size() ? asked.get(at).asked() : List.of();
    for (int each = 0; each < Math.min(persons.size(), MOST_NAMED); each++) {
      line.add(Run.words(each == 0 ? "" : ", "));
      line.add(Mentions.of(persons.get(each), people));
    }
    line.add(
        Run.words(
            persons.isEmpty()
                ? "nobody at this moment"
                : persons.size() > MOST_NAMED
                    ? " and " + (persons.size() - MOST_NAMED) + " more"
                    : ""));
    if (at < asked.size()) {
      asked
          .get(at)
          .onCall()
          .ifPresent(person -> {
            line.add(Run.words("; on call: "));
            line.add(Mentions.of(person, people));
          });
    }
    return line;
  }
}
