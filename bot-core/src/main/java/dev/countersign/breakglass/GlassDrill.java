package dev.countersign.breakglass;

import dev.countersign.breakglass.DrillBasis.Settings;
import dev.countersign.breakglass.DrillBasis.Stored;
import dev.countersign.breakglass.DrillFinding.Subject;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.freeze.Freezing;
import dev.countersign.grant.RecordProof;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Retrospectives;
import dev.countersign.people.Directory;
import dev.countersign.people.GlassHolders;
import dev.countersign.people.Person;
import dev.countersign.proposal.PersonId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says before an outage what would keep people from using break-glass in it, by the rules that a
/// use is judged by. What depends on a request, such as whether somebody owns the agent, is not
/// known to it. Pure.
public final class GlassDrill {
  private GlassDrill() {}

  /// @param ready who could use it now, in the order of their ids
  public record Report(List<DrillFinding> findings, List<PersonId> ready) {
    public Report {
      findings = List.copyOf(findings);
      ready = List.copyOf(ready);
    }
  }

  /// What people have used before, as a use is judged by it: a row that says that a retrospective
  /// was filed counts for as much as its entries prove.
  public static Retrospectives proven(Retrospectives rows, Ledger ledger, RecordProof proof) {
    return new ProvenRetrospectives(rows, ledger, proof);
  }

  /// Where the database answers, and fits.
  public static Report report(Settings settings, Stored stored) {
    List<DrillFinding> findings = new ArrayList<>();
    findings.add(
        DrillFinding.ok(
            Subject.DATABASE, Optional.empty(), "it answers, with the schema of this version"));
    findings.addAll(ofSettings(settings));
    findings.addAll(ofFreezes(stored.freezing()));
    List<Person> holders = holders(stored.people());
    findings.add(ofHolders(holders));
    boolean possible = findings.stream().noneMatch(DrillFinding::isFailure);

    List<PersonId> ready = new ArrayList<>();
    for (Person holder : holders) {
      List<DrillFinding> own = HolderDrill.of(holder, settings, stored);
      findings.addAll(own);
      if (possible && own.stream().noneMatch(DrillFinding::isFailure)) {
        ready.add(holder.id());
      }
    }
    return new Report(findings, ready);
  }

  /// Where the database does not answer, or does not fit: nobody could use it.
  ///
  /// @param why in a sentence without its full stop
  public static Report withoutDatabase(Settings settings, String why) {
    List<DrillFinding> findings = new ArrayList<>();
    findings.add(
        DrillFinding.fails(
            Subject.DATABASE,
            Optional.empty(),
            "it cannot be used: " + why,
            "mend that and run the drill again; the people were not looked at"));
    findings.addAll(ofSettings(settings));
    return new Report(findings, List.of());
  }

  private static List<Person> holders(Directory people) {
    return GlassHolders.all(people.groups()).stream()
        .flatMap(id -> people.byId(id).stream())
        .sorted(Comparator.comparing(person -> person.id().value()))
        .toList();
  }

  private static List<DrillFinding> ofSettings(Settings settings) {
    DrillFinding console =
        settings
            .pages()
            .map(pages ->
                DrillFinding.ok(
                    Subject.CONSOLE, Optional.empty(), "people find it at " + pages.origin()))
            .orElseGet(() ->
                DrillFinding.fails(
                    Subject.CONSOLE,
                    Optional.empty(),
                    "it has no address, and break-glass is used on its pages alone",
                    "set console.address, and what goes with it"));
    return List.of(console, ofAlerts(settings.rule()));
  }

  private static DrillFinding ofAlerts(GlassRule rule) {
    if (GlassChecklist.untold(rule).isPresent()) {
      return DrillFinding.fails(
          Subject.ALERTS,
          Optional.empty(),
          "no channel is set in which operators and security would be told",
          "set notices.alerts, in each chat that you have");
    }
    List<String> chats =
        rule.alarms().stream()
            .map(address -> address.surface().label())
            .distinct()
            .sorted()
            .toList();
    String said = "operators and security are told in " + String.join(" and ", chats);
    return chats.size() == 1
        ? DrillFinding.weak(
            Subject.ALERTS,
            Optional.empty(),
            said + " alone; while that is down nobody hears of it",
            "name a channel of another chat in notices.alerts, where you have one")
        : DrillFinding.ok(Subject.ALERTS, Optional.empty(), said);
  }

  private static List<DrillFinding> ofFreezes(Freezing freezing) {
    if (freezing.inForce().isEmpty()) {
      return List.of(DrillFinding.ok(Subject.FREEZE, Optional.empty(), "nothing is frozen"));
    }
    return freezing.inForce().stream().map(GlassDrill::ofFreeze).toList();
  }

  private static DrillFinding ofFreeze(Freeze freeze) {
    String said =
        freeze.scope()
            + " is frozen ("
            + freeze.number()
            + "), and break-glass does not go past it";
    String todo = "lift it when it has served: countersign freeze list";
    return freeze.scope().equals(FreezeScope.EVERYTHING)
        ? DrillFinding.fails(Subject.FREEZE, Optional.empty(), said, todo)
        : DrillFinding.weak(Subject.FREEZE, Optional.empty(), said, todo);
  }

  private static DrillFinding ofHolders(List<Person> holders) {
    if (holders.isEmpty()) {
      return DrillFinding.fails(
          Subject.HOLDERS,
          Optional.empty(),
          "nobody has the right",
          "give a group of people.yaml may_break_glass: true, for at most "
              + GlassHolders.MOST
              + " people");
    }
    String said =
        holders.stream()
            .map(person -> person.id().value())
            .collect(Collectors.joining(", ", "the right is with ", ""));
    return holders.size() == 1
        ? DrillFinding.weak(
            Subject.HOLDERS,
            Optional.empty(),
            said + " alone, who may be the one who is not there",
            "give it to a second person")
        : DrillFinding.ok(Subject.HOLDERS, Optional.empty(), said);
  }
}
