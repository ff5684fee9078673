package dev.countersign.breakglass;

import dev.countersign.breakglass.DrillBasis.Pages;
import dev.countersign.breakglass.DrillBasis.Settings;
import dev.countersign.breakglass.DrillBasis.Stored;
import dev.countersign.breakglass.DrillFinding.Subject;
import dev.countersign.ledger.Retrospectives;
import dev.countersign.ledger.Retrospectives.Standing;
import dev.countersign.passkey.Passkey;
import dev.countersign.passkey.PasskeyRules;
import dev.countersign.people.Directory;
import dev.countersign.people.GlassHolders;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a drill finds about one person with the right.
final class HolderDrill {
  /// Passkeys of one person, so that a lost device does not end it.
  private static final int ENOUGH = 2;

  private final Person holder;
  private final Stored stored;
  private final GlassRule rule;

  private HolderDrill(Person holder, Stored stored, GlassRule rule) {
    this.holder = holder;
    this.stored = stored;
    this.rule = rule;
  }

  static List<DrillFinding> of(Person holder, Settings settings, Stored stored) {
    HolderDrill drill = new HolderDrill(holder, stored, settings.rule());
    List<DrillFinding> findings = new ArrayList<>();
    settings
        .pages()
        .ifPresent(pages -> {
          findings.add(drill.account(pages));
          findings.add(drill.passkeys(pages));
        });
    findings.add(drill.uses());
    findings.add(drill.reviewer());
    findings.add(drill.end());
    return findings;
  }

  private DrillFinding account(Pages pages) {
    boolean enters =
        holder.accounts().stream()
            .filter(account -> account.surface() == Surface.CONSOLE)
            .filter(account -> account.tenant().equals(pages.issuer()))
            .anyMatch(account -> GlassChecklist.right(stored.people(), account).isEmpty());
    if (!enters) {
      return fails(
          Subject.ACCOUNT,
          "has no account of the issuer that the console asks",
          "add their oidc account in people.yaml");
    }
    return holder.isAway(stored.now())
        ? weak(
            Subject.ACCOUNT,
            "has an account of the console, and is away",
            "nobody uses it in their place: see that somebody else with the right is there")
        : ok(Subject.ACCOUNT, "has an account of the console");
  }

  private DrillFinding passkeys(Pages pages) {
    List<Passkey> own =
        stored.passkeys().stream().filter(one -> one.person().equals(holder.id())).toList();
    List<Passkey> here =
        own.stream().filter(one -> one.material().origin().equals(pages.origin())).toList();
    long counting = here.stream().filter(one -> one.counts(stored.now(), pages.cooling())).count();
    if (counting >= ENOUGH) {
      return ok(Subject.PASSKEY, "has " + counting + " passkeys that count");
    }
    if (counting > 0) {
      return weak(
          Subject.PASSKEY,
          "has one passkey that counts, and none when that device is lost",
          "have them enrol a second one, on another device");
    }
    if (own.isEmpty()) {
      return fails(
          Subject.PASSKEY,
          "has no passkey",
          "have them enrol two on the page Passkeys, and somebody else confirm them");
    }
    if (here.isEmpty()) {
      return fails(
          Subject.PASSKEY,
          "has passkeys of another address than the console's alone",
          "have them enrol anew at " + pages.origin());
    }
    return here.stream()
        .flatMap(one -> one.countsFrom(pages.cooling()).stream())
        .min(Comparator.<Instant>naturalOrder())
        .map(from ->
            fails(
                Subject.PASSKEY,
                "has a passkey that does not count before " + from,
                "wait; whoever needs one then is too late"))
        .orElseGet(this::unconfirmed);
  }

  private DrillFinding unconfirmed() {
    Directory people = stored.people();
    boolean confirmable =
        people.groups().stream()
            .flatMap(group -> people.members(group.name()).stream())
            .anyMatch(one ->
                !one.id().equals(holder.id()) && PasskeyRules.mayConfirm(people.groups(), one));
    return fails(
        Subject.PASSKEY,
        "has no passkey that somebody confirmed",
        confirmable
            ? "have somebody else with may_confirm_passkeys confirm it"
            : "give somebody else may_confirm_passkeys in people.yaml, and have them confirm it");
  }

  private DrillFinding uses() {
    Standing used = stored.used().apply(holder.id());
    String uses =
        "has used it "
            + used.lately()
            + " of "
            + rule.most()
            + " times within "
            + Retrospectives.PERIOD.toDays()
            + " days";
    return GlassChecklist.spent(used, rule)
        .map(why ->
            switch (why) {
              case OPEN_RETROSPECTIVE ->
                  fails(
                      Subject.USES,
                      used.overdue().isEmpty()
                          ? "has a use whose retrospective is not filed yet"
                          : "has a use whose retrospective is overdue",
                      "have it filed: request " + used.open().getFirst().request());
              case UNREAD_RETROSPECTIVE ->
                  fails(
                      Subject.USES,
                      "has a use whose retrospective two others should have read by now",
                      "have two others read it: request " + used.unread().getFirst().request());
              default ->
                  fails(Subject.USES, uses, "see that somebody else with the right is there");
            })
        .orElseGet(() -> ok(Subject.USES, uses));
  }

  /// Of whatever request: members of the groups that one asks could look at that one too.
  private DrillFinding reviewer() {
    return Reviewers.of(Set.of(), holder, stored.people(), Set.of(), stored.now(), rule.days())
        .map(one -> ok(Subject.REVIEWER, one.person().value() + " could look at it afterwards"))
        .orElseGet(() ->
            fails(
                Subject.REVIEWER,
                "is looked at by nobody afterwards, unless a request asks a group with another"
                    + " function",
                "give may_freeze to somebody with a function and none of theirs, who is there"));
  }

  private DrillFinding end() {
    Optional<Person> other =
        GlassHolders.whoElseEnds(stored.people(), holder.id(), stored.now()).stream().findFirst();
    return other
        .map(one -> ok(Subject.ENDING, one.id().value() + " could end it"))
        .orElseGet(() ->
            fails(
                Subject.ENDING,
                "is ended by nobody else who is there",
                "give somebody else may_freeze or may_break_glass"));
  }

  private DrillFinding ok(Subject subject, String said) {
    return DrillFinding.ok(subject, Optional.of(holder.id()), said);
  }

  private DrillFinding weak(Subject subject, String said, String todo) {
    return DrillFinding.weak(subject, Optional.of(holder.id()), said, todo);
  }

  private DrillFinding fails(Subject subject, String said, String todo) {
    return DrillFinding.fails(subject, Optional.of(holder.id()), said, todo);
  }
}
