package dev.countersign.app.version;

import dev.countersign.json.WireName;
import dev.countersign.policy.BeneficiaryField;
import dev.countersign.policy.Durations;
import dev.countersign.policy.Escalation;
import dev.countersign.policy.Extension;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Rule;
import dev.countersign.policy.Sla;
import dev.countersign.policy.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a rule that asked, and asks, wants of people otherwise than before.
final class AskDifference {
  private AskDifference() {}

  static Stream<Change> between(String rule, Rule old, Rule now) {
    return Stream.of(
            NamedParts.between(
                NamedParts.by(old.stages(), stage -> stage.group().value()),
                NamedParts.by(now.stages(), stage -> stage.group().value()),
                stage -> Change.looser(rule + ": no longer asks " + StageWords.of(stage)),
                stage -> Change.other(rule + ": also asks " + StageWords.of(stage)),
                (before, after) -> stage(rule + ", " + after.group(), before, after)),
            order(rule, old, now),
            sla(rule, old.sla(), now.sla()),
            readFor(rule, old.readFor(), now.readFor()),
            NamedParts.between(
                NamedParts.by(old.beneficiaries(), StageWords::of),
                NamedParts.by(now.beneficiaries(), StageWords::of),
                field -> Change.looser(rule + ": no longer " + keeps(field)),
                field -> Change.other(rule + ": " + keeps(field)),
                (_, _) -> Stream.empty()),
            toggled(rule, "chat_approve", old.chatApprove(), now.chatApprove(), now.chatApprove()),
            toggled(
                rule,
                "attachments opened",
                old.attachmentsOpened(),
                now.attachmentsOpened(),
                !now.attachmentsOpened()))
        .flatMap(each -> each);
  }

  private static Stream<Change> stage(String at, Stage old, Stage now) {
    return Stream.of(
            old.required() == now.required()
                ? Stream.<Change>empty()
                : Stream.of(
                    new Change(
                        "%s: %d approvals, was %d".formatted(at, now.required(), old.required()),
                        now.required() < old.required())),
            toggled(
                at,
                "distinct_function",
                old.distinctFunction(),
                now.distinctFunction(),
                !now.distinctFunction()),
            functions(at, old.functions(), now.functions()),
            mayAsk(at, old.mayAsk(), now.mayAsk()),
            toggled(at, "together", old.together(), now.together(), /* looser= */ false),
            window(at, old.voteWindow(), now.voteWindow()))
        .flatMap(each -> each);
  }

  /// Whom a wider list admits, or none, may decide beside those before.
  private static Stream<Change> functions(String at, Set<String> old, Set<String> now) {
    boolean looser = !old.isEmpty() && (now.isEmpty() || !old.containsAll(now));
    return old.equals(now)
        ? Stream.empty()
        : Stream.of(
            new Change(
                "%s: functions %s, was %s"
                    .formatted(at, StageWords.functions(now), StageWords.functions(old)),
                looser));
  }

  /// Whoever may be asked too may come to decide: one group more is looser.
  private static Stream<Change> mayAsk(String at, Set<GroupName> old, Set<GroupName> now) {
    return old.equals(now)
        ? Stream.empty()
        : Stream.of(
            new Change(
                "%s: may_ask %s, was %s"
                    .formatted(at, StageWords.groups(now), StageWords.groups(old)),
                !old.containsAll(now)));
  }

  private static Stream<Change> window(String at, Optional<Duration> old, Optional<Duration> now) {
    return old.equals(now)
        ? Stream.empty()
        : Stream.of(
            new Change(
                "%s: vote_window %s, was %s".formatted(at, text(now), text(old)),
                old.isPresent()
                    && now.filter(window -> window.compareTo(old.get()) <= 0).isEmpty()));
  }

  private static Stream<Change> order(String rule, Rule old, Rule now) {
    List<GroupName> after = now.stages().stream().map(Stage::group).toList();
    List<GroupName> before =
        old.stages().stream().map(Stage::group).filter(after::contains).toList();
    return before.equals(after.stream().filter(before::contains).toList())
        ? Stream.empty()
        : Stream.of(Change.other(rule + ": the order of its stages"));
  }

  private static Stream<Change> sla(String rule, Sla old, Sla now) {
    return Stream.of(
            old.expires().equals(now.expires())
                ? Stream.<Change>empty()
                : Stream.of(
                    new Change(
                        "%s: sla.expires %s, was %s"
                            .formatted(
                                rule, Durations.text(now.expires()), Durations.text(old.expires())),
                        now.expires().compareTo(old.expires()) > 0)),
            old.remindAt().equals(now.remindAt())
                ? Stream.<Change>empty()
                : Stream.of(
                    Change.other(
                        "%s: sla.remind %s, was %s"
                            .formatted(rule, now.remindAt(), old.remindAt()))),
            old.clock() == now.clock()
                ? Stream.<Change>empty()
                : Stream.of(
                    new Change(
                        "%s: sla.clock %s, was %s"
                            .formatted(rule, WireName.of(now.clock()), WireName.of(old.clock())),
                        now.clock() == Sla.Clock.WORKING)),
            extension(rule, old.extension(), now.extension()),
            escalation(rule, old.escalation(), now.escalation()))
        .flatMap(each -> each);
  }

  /// Who may put a deadline off further has longer.
  private static Stream<Change> extension(
      String rule, Optional<Extension> old, Optional<Extension> now) {
    boolean stricter =
        now.isEmpty()
            || old.filter(before ->
                    before.by().compareTo(now.get().by()) >= 0
                        && before.times() >= now.get().times())
                .isPresent();
    return old.equals(now)
        ? Stream.empty()
        : Stream.of(
            new Change(
                "%s: sla.extend %s, was %s"
                    .formatted(
                        rule,
                        now.map(StageWords::of).orElse("none"),
                        old.map(StageWords::of).orElse("none")),
                !stricter));
  }

  private static Stream<Change> readFor(
      String rule, Optional<Duration> old, Optional<Duration> now) {
    return old.equals(now)
        ? Stream.empty()
        : Stream.of(
            new Change(
                "%s: read_for %s, was %s".formatted(rule, text(now), text(old)),
                old.isPresent() && now.filter(time -> time.compareTo(old.get()) >= 0).isEmpty()));
  }

  /// Whoever is asked too may decide: sooner, or another group, is looser.
  private static Stream<Change> escalation(
      String rule, Optional<Escalation> old, Optional<Escalation> now) {
    if (old.equals(now)) {
      return Stream.empty();
    }
    boolean stricter =
        now.isEmpty()
            || old.filter(before ->
                    before.to().equals(now.get().to())
                        && before.after().compareTo(now.get().after()) <= 0)
                .isPresent();
    return Stream.of(
        new Change(
            "%s: sla.escalate %s, was %s"
                .formatted(
                    rule,
                    now.map(StageWords::of).orElse("none"),
                    old.map(StageWords::of).orElse("none")),
            !stricter));
  }

  private static Stream<Change> toggled(
      String at, String what, boolean old, boolean now, boolean looser) {
    return old == now
        ? Stream.empty()
        : Stream.of(new Change("%s: %s %s, was %s".formatted(at, what, now, old), looser));
  }

  private static String keeps(BeneficiaryField field) {
    return "keeps from deciding whom " + StageWords.of(field) + " names";
  }

  private static String text(Optional<Duration> window) {
    return window.map(Durations::text).orElse("none");
  }
}
