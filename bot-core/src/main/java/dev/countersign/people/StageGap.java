package dev.countersign.people;

import dev.countersign.policy.GroupName;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Says why stages cannot be completed: how many approvals they need, how many persons could give
/// one, what keeps the others from it, and what would help.
///
/// @param needed approvals, each by another person
/// @param members of the groups of these stages
/// @param standIns who are no members and may decide in the place of some who are away
/// @param unfit persons without any of the functions that count in the stages
/// @param away persons who come back only after the deadline
/// @param back the last day away of the one who is back first; empty where nobody is away
/// @param unchecked persons who could press only where the check is not strong enough, or could not
///   open attachments
/// @param opening whether the ruling has them open attachments
/// @param cutOn the surfaces that would show the action cut to members of theirs
/// @param mostShown how much they show
/// @param askedOn the surfaces where these groups decide, that show it whole and check enough
/// @param elsewhere other connected chats that would show it whole and check enough
/// @param wanted the functions that count in those of these stages that do not admit all
record StageGap(
    String stages,
    boolean several,
    int needed,
    int members,
    int standIns,
    int able,
    int excluded,
    int unfit,
    int away,
    Optional<String> back,
    int unlinked,
    int unchecked,
    boolean opening,
    int cut,
    Set<Surface> cutOn,
    String mostShown,
    Set<Surface> askedOn,
    Set<Surface> elsewhere,
    SortedSet<String> wanted) {
  /// Names of functions that are listed; the others are counted.
  private static final int MOST_NAMES = 10;

  static StageGap of(
      List<Integer> which, List<Stage> stages, List<Standing> standing, Reach reach) {
    List<Standing> these = which.stream().map(standing::get).toList();
    List<GroupName> groups = which.stream().map(stage -> stages.get(stage).group()).toList();
    Set<PersonId> seen = new HashSet<>();
    // Who could approve in one of the stages is not missing because of another.
    int able = more(these, Standing::able, seen);
    int cut = more(these, Standing::cut, seen);
    int unchecked = more(these, Standing::unchecked, seen);
    int unlinked = more(these, Standing::unlinked, seen);
    int away = more(these, Standing::away, seen);
    int unfit = more(these, Standing::unfit, seen);
    int excluded = more(these, Standing::excluded, seen);
    int standIns = standIns(these);
    Set<Surface> asked = EnumSet.noneOf(Surface.class);
    groups.forEach(group -> asked.addAll(reach.surfaces(group)));
    Set<Surface> elsewhere = EnumSet.noneOf(Surface.class);
    elsewhere.addAll(reach.connected());
    elsewhere.removeAll(asked);
    elsewhere.removeIf(chat ->
        !chat.isChat()
            || !reach.showsWhole(chat)
            || !reach.checksEnough(chat)
            || !reach.opens(chat));
    asked.removeIf(surface -> !reach.checksEnough(surface) || !reach.opens(surface));
    Set<Surface> cutOn = EnumSet.noneOf(Surface.class);
    cutOn.addAll(asked);
    cutOn.removeIf(reach::showsWhole);
    asked.removeAll(cutOn);
    return new StageGap(
        which.stream()
            .map(stage -> "%d (%s)".formatted(stage + 1, stages.get(stage).group()))
            .collect(Collectors.joining(" and ")),
        which.size() > 1,
        which.stream().mapToInt(stage -> stages.get(stage).required()).sum(),
        seen.size() - standIns,
        standIns,
        able,
        excluded,
        unfit,
        away,
        back(these, reach),
        unlinked,
        unchecked,
        reach.connected().stream().anyMatch(surface -> !reach.opens(surface)),
        cut,
        cutOn,
        reach.mostShown(),
        asked,
        elsewhere,
        which.stream()
            .flatMap(stage -> stages.get(stage).functions().stream())
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /// Whoever is a member of one of the groups is counted as one.
  private static int standIns(List<Standing> these) {
    Set<PersonId> standIns = new HashSet<>();
    these.forEach(standing -> standIns.addAll(standing.inPlaceOf().keySet()));
    these.forEach(standing -> standing.members().forEach(standIns::remove));
    return standIns.size();
  }

  private static Optional<String> back(List<Standing> these, Reach reach) {
    return these.stream()
        .flatMap(standing -> standing.away().stream())
        .flatMap(person -> reach.away(person).stream())
        .min(Comparator.comparing(Absence::until))
        .map(Absence::lastDay);
  }

  private static int more(
      List<Standing> these, Function<Standing, List<Person>> list, Set<PersonId> seen) {
    return (int)
        these.stream()
            .flatMap(standing -> list.apply(standing).stream())
            .filter(person -> seen.add(person.id()))
            .count();
  }

  String because() {
    String start =
        several
            ? "Stages " + stages + " together need " + approvals() + ", each by another person"
            : "Stage " + stages + " needs " + approvals();
    return "%s; of %s %s %s could give one%s. %s"
        .formatted(
            start,
            several ? "their" : "its",
            count(members, "member") + (standIns == 0 ? "" : " and " + count(standIns, "stand-in")),
            able == 0 ? "none" : able,
            causes(),
            help(needed - able));
  }

  /// @param functions all that the persons who could approve have
  String ofFunctions(SortedSet<String> functions) {
    String have = functions.isEmpty() ? "no function" : "only " + listed(functions);
    return ("The %s of stages %s have to come from distinct functions, and the %s who could give"
            + " one have %s, which is not enough%s. Give one of them another function, or else: %s")
        .formatted(approvals(), stages, count(able, "person", "persons"), have, causes(), help(1));
  }

  private static String listed(SortedSet<String> functions) {
    return functions.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
        + (functions.size() > MOST_NAMES
            ? " and " + (functions.size() - MOST_NAMES) + " more"
            : "");
  }

  private String approvals() {
    return count(needed, "approval");
  }

  private String causes() {
    List<String> causes = new ArrayList<>();
    if (cut > 0) {
      causes.add(
          cut
              + " would see the action cut ("
              + names(cutOn)
              + "), as it is longer than "
              + mostShown
              + ", and what is cut nobody approves");
    }
    if (unchecked > 0) {
      causes.add(
          unchecked
              + (unchecked == 1 ? " has" : " have")
              + " no account where "
              + (opening ? "attachments are opened" : "approving has the stronger check"));
    }
    if (unlinked > 0) {
      causes.add(
          unlinked + (unlinked == 1 ? " has" : " have") + " no account where they are asked");
    }
    back.ifPresent(day ->
        causes.add(
            away == 1
                ? "1 is away until " + day
                : away + " are away, the first of them until " + day));
    if (unfit > 0) {
      causes.add(
          unfit
              + (unfit == 1 ? " has" : " have")
              + " none of the functions that count here: "
              + listed(wanted));
    }
    if (excluded > 0) {
      causes.add(
          excluded
              + (excluded == 1 ? " is" : " are")
              + " excluded as the agent's owner, whom it acts for or whom the action is for");
    }
    return causes.isEmpty() ? "" : ": " + String.join("; ", causes);
  }

  private String help(int missing) {
    List<String> ways = new ArrayList<>();
    if (cut >= missing) {
      ways.add("shorten the action");
    }
    if (cut + unchecked + unlinked >= missing && !askedOn.isEmpty()) {
      ways.add(
          "link an account on %s for %s"
              .formatted(names(askedOn), count(missing, "more person", "more persons")));
    }
    if (cut + unchecked + unlinked > 0 && !elsewhere.isEmpty()) {
      ways.add("ask on " + names(elsewhere) + " too");
    }
    if (ways.isEmpty()) {
      ways.add(
          "add "
              + count(missing, "person", "persons")
              + " who can"
              + (cut > 0 ? ", and shorten the action" : ""));
      ways.add("ask for fewer approvals");
    }
    if (unfit > 0) {
      ways.add("give somebody of the group one of these functions");
    }
    if (away > 0) {
      ways.add("propose it again when who is away is back");
    }
    String all = String.join(", or ", ways);
    return all.substring(0, 1).toUpperCase(Locale.ROOT) + all.substring(1) + ".";
  }

  private static String names(Collection<Surface> surfaces) {
    return surfaces.stream().map(Surface::label).collect(Collectors.joining(" or "));
  }

  private static String count(int number, String one) {
    return count(number, one, one + "s");
  }

  private static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
