package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.card.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What the cards of alike requests say once for all of them, and what is left of each: together
/// all that their own cards say, so that nobody approves on the card of a batch what was not shown.
///
/// @param common said once
/// @param apart of each request in order, the pieces in which it differs
record CommonParts(List<Section> common, List<List<List<Run>>> apart) {
  /// Stands in a sentence that is said once for what differs in it.
  static final String EACH = "(see each)";

  private static final String SAID = "says the agent: ";

  /// What has to be the same of two cards for their parts to be told apart: which parts there are,
  /// and how many lines each has.
  static List<String> shape(List<Section> sections) {
    return sections.stream().map(CommonParts::shape).toList();
  }

  private static String shape(Section section) {
    return switch (section) {
      case Section.Lines(var lines) -> "lines " + lines.stream().map(List::size).toList();
      case Section.Bullets(var title, var items) -> title + ": " + items.size();
      case Section.Verbatim(var title, var text, _) -> title + ": " + lines(text).length;
      case Section.Explanation(Section.Quote(var title, _)) -> "said " + title;
      case Section.Explanation(var words) -> "said " + shape(words);
      // What differs in one of these needs a card of its own.
      case Section.Quote _, Section.Note _, Section.Aid _, Section.Buttons _ -> section.toString();
    };
  }

  /// @param cards at least one, all of the same [#shape]
  static CommonParts of(List<List<Section>> cards) {
    List<Section> common = new ArrayList<>();
    List<List<List<Run>>> apart =
        Stream.<List<List<Run>>>generate(ArrayList::new).limit(cards.size()).toList();
    for (int i = 0; i < cards.getFirst().size(); i++) {
      int at = i;
      List<Section> parts = cards.stream().map(card -> card.get(at)).toList();
      if (new HashSet<>(parts).size() == 1) {
        common.add(parts.getFirst());
      } else {
        split(parts, common, apart);
      }
    }
    return new CommonParts(List.copyOf(common), apart.stream().map(List::copyOf).toList());
  }

  private static void split(
      List<Section> parts, List<Section> common, List<List<List<Run>>> apart) {
    switch (parts.getFirst()) {
      case Section.Lines(var first) -> {
        List<List<Run>> said = new ArrayList<>();
        for (int line = 0; line < first.size(); line++) {
          int at = line;
          said.add(
              sentence(
                  parts.stream().map(part -> ((Section.Lines) part).lines().get(at)).toList(),
                  apart));
        }
        common.add(new Section.Lines(said));
      }
      case Section.Bullets(var title, _) -> {
        List<Section.Bullets> lists = parts.stream().map(Section.Bullets.class::cast).toList();
        bullets(lists, title.equals(AgentClaims.TITLE) ? SAID : "", apart).ifPresent(common::add);
      }
      case Section.Verbatim(var title, var text, var compact) -> {
        String[] first = lines(text);
        for (int line = 0; line < first.length; line++) {
          int at = line;
          List<String> each =
              parts.stream().map(part -> lines(((Section.Verbatim) part).text())[at]).toList();
          if (Set.copyOf(each).size() > 1) {
            addEach(
                each.stream()
                    .map(words -> List.of(Run.supplied(words.stripLeading(), Run.Emphasis.CODE)))
                    .toList(),
                apart);
          }
        }
        common.add(
            new Section.Verbatim(
                title + " of 1: the others differ in the lines that stand with them",
                text,
                compact));
      }
      case Section.Explanation(Section.Quote _) ->
          addEach(parts.stream().map(CommonParts::said).toList(), apart);
      case Section.Explanation(Section.Bullets _) -> {
        List<Section.Bullets> lists =
            parts.stream()
                .map(part -> (Section.Bullets) ((Section.Explanation) part).words())
                .toList();
        bullets(lists, SAID, apart).map(Section.Explanation::new).ifPresent(common::add);
      }
      case Section.Quote _, Section.Note _, Section.Aid _, Section.Buttons _ ->
          throw new IllegalArgumentException("cards of different shapes");
    }
  }

  /// A sentence of the service's around supplied names: said once with what is the same, and the
  /// rest of each.
  private static List<Run> sentence(List<List<Run>> each, List<List<List<Run>>> apart) {
    List<Run> said = new ArrayList<>();
    for (int run = 0; run < each.getFirst().size(); run++) {
      int at = run;
      List<Run> runs = each.stream().map(line -> line.get(at)).toList();
      if (Set.copyOf(runs).size() == 1) {
        said.add(runs.getFirst());
      } else {
        said.add(Run.words(EACH));
        nameEach(runs, apart);
      }
    }
    return said;
  }

  /// What two sentences name of a request, such as its target, is named beside it once.
  private static void nameEach(List<Run> runs, List<List<List<Run>>> apart) {
    boolean named = true;
    for (int i = 0; i < runs.size(); i++) {
      named &= apart.get(i).contains(List.of(runs.get(i)));
    }
    if (!named) {
      addEach(runs.stream().map(List::of).toList(), apart);
    }
  }

  /// @param before stands before each bullet that is not the same of all
  /// @return those that are
  private static Optional<Section.Bullets> bullets(
      List<Section.Bullets> lists, String before, List<List<List<Run>>> apart) {
    List<List<Run>> said = new ArrayList<>();
    for (int item = 0; item < lists.getFirst().items().size(); item++) {
      int at = item;
      List<List<Run>> each = lists.stream().map(list -> list.items().get(at)).toList();
      if (Set.copyOf(each).size() == 1) {
        said.add(each.getFirst());
      } else {
        addEach(
            each.stream()
                .map(line ->
                    before.isEmpty()
                        ? line
                        : Stream.concat(Stream.of(Run.words(before)), line.stream()).toList())
                .toList(),
            apart);
      }
    }
    return said.isEmpty()
        ? Optional.empty()
        : Optional.of(new Section.Bullets(lists.getFirst().title(), said));
  }

  private static void addEach(List<List<Run>> each, List<List<List<Run>>> apart) {
    for (int i = 0; i < each.size(); i++) {
      apart.get(i).add(each.get(i));
    }
  }

  /// The agent's reason on one line: a line of its own would look like one of the service's.
  private static List<Run> said(Section part) {
    List<Run> line = new ArrayList<>();
    if (part instanceof Section.Explanation(Section.Quote(_, var text))) {
      line.add(Run.words("why, " + SAID));
      text.forEach(run ->
          line.add(
              run instanceof Run.Supplied supplied
                  ? Run.supplied(supplied.text(), supplied.emphasis())
                  : run));
    }
    return line;
  }

  private static String[] lines(String text) {
    return text.split("\n", -1);
  }
}
