package dev.countersign.proof;

import dev.countersign.audit.EntryType;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Context;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RecordImage;
import dev.countersign.proposal.RevisionOf;
import dev.countersign.proposal.UndoOf;
import dev.countersign.request.Decision;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Whether a revision follows the request that it says it revises: that one's chain names it, its
/// number is one more, and its authors were kept from deciding; and where the gate made it, whether
/// it asks from what it had read. The same of an undo and the request that it sets back. The chain
/// before is only read here; whether it is sound is told with that request itself.
final class RevisionCheck {
  private final Evidence evidence;
  private final Chain chain;
  private final Findings findings;
  private final EvidenceStore store;

  /// @param chain of the revision
  RevisionCheck(Evidence evidence, Chain chain, Findings findings, EvidenceStore store) {
    this.evidence = evidence;
    this.chain = chain;
    this.findings = findings;
    this.store = store;
  }

  void check() {
    if (chain.entries().size() < 2 || evidence.frozen().isEmpty()) {
      return;
    }
    try {
      JsonObject first = chain.entries().get(0).document();
      JsonObject ruled = chain.entries().get(1).document().object("data");
      Context context = Context.read(evidence.frozen().get().context());
      Optional<RevisionOf> revision = context.revisionOf();
      compareEntries(first, ruled, context);
      revision.ifPresent(this::compareBefore);
      context.undoOf().ifPresent(this::compareUndone);
    } catch (RuntimeException e) {
      findings.add("revision", Kind.CONTRADICTION, "it does not read: " + e.getMessage());
    }
  }

  private void compareEntries(JsonObject first, JsonObject ruled, Context context) {
    Optional<RevisionOf> revision = context.revisionOf();
    JsonObject proposed = first.object("data");
    // A revision of an undo is made by whoever revises it.
    Optional<String> asker =
        revision.isPresent()
            ? Optional.empty()
            : context.undoOf().flatMap(UndoOf::askedBy).map(PersonId::value);
    Optional<String> editor = revision.flatMap(RevisionOf::editedBy).map(PersonId::value);
    Optional<String> cause = revision.flatMap(RevisionOf::because).map(WireName::of);
    String actor =
        editor
            .or(() -> asker)
            .map(it -> "person:" + it)
            .orElse(cause.isPresent() ? "gate" : "agent:" + proposed.text("agent"));
    Set<String> authors =
        context.authors().stream().map(PersonId::value).collect(Collectors.toSet());
    boolean told =
        proposed.optionalText("revision_of").equals(revision.map(before -> before.id().value()))
            && Set.copyOf(proposed.optionalTexts("authors")).equals(authors)
            && proposed.optionalText("edited_by").equals(editor)
            && proposed.optionalText("because").equals(cause)
            && proposed.optionalText("asked_by").equals(asker)
            && proposed.optionalText("undo_of").equals(context.undoOf().map(of -> of.id().value()))
            && first.text("actor").equals(actor);
    if (!told) {
      findings.add(
          "audit_entry 1", Kind.CONTRADICTION, "it tells of another revision than was frozen");
    }
    if (ruled.number("revision") != revision.map(RevisionOf::next).orElse(1)) {
      findings.add("audit_entry 2", Kind.CONTRADICTION, "it is not the revision that was frozen");
    }
    if (!ruled.texts("conflicted").containsAll(authors)) {
      findings.add("audit_entry 2", Kind.CONTRADICTION, "who edited it was not kept from deciding");
    }
  }

  private void compareBefore(RevisionOf revision) {
    Optional<Evidence> before = store.evidence(revision.id());
    if (before.isEmpty()) {
      findings.add("revision", Kind.INCOMPLETE, "the request that it revises is missing");
      return;
    }
    List<JsonObject> entries = documents(before.get());
    if (entries.size() < 2
        || !data(entries.get(0)).text("action").equals(revision.action().value())
        || data(entries.get(1)).number("revision") != revision.revision()) {
      findings.add(
          "revision",
          Kind.CONTRADICTION,
          "the chain of the request that it revises has another action or number");
    }
    if (!approvers(entries).equals(Set.copyOf(texts(revision.approvedBy())))) {
      findings.add("revision", Kind.CONTRADICTION, "others had approved what it revises");
    }
    if (revision.because().equals(Optional.of(RevisionOf.Cause.RECORD_CHANGED))
        && !isAskedFrom(found(entries))) {
      findings.add(
          "revision", Kind.CONTRADICTION, "the gate did not read what it says that the record has");
    }
    boolean named =
        entries.stream()
            .filter(entry -> is(entry, EntryType.SUPERSEDED))
            .anyMatch(entry -> data(entry).text("successor").equals(evidence.id().value()));
    if (!named) {
      findings.add("revision", Kind.CONTRADICTION, "the chain of what it revises does not name it");
    }
  }

  private void compareUndone(UndoOf undo) {
    Optional<Evidence> done = store.evidence(undo.id());
    if (done.isEmpty()) {
      findings.add("undo", Kind.INCOMPLETE, "the request that it undoes is missing");
      return;
    }
    List<JsonObject> entries = documents(done.get());
    if (entries.isEmpty() || !data(entries.get(0)).text("action").equals(undo.action().value())) {
      findings.add(
          "undo", Kind.CONTRADICTION, "the chain of the request that it undoes has another action");
    }
    boolean happened =
        entries.stream()
            .anyMatch(entry ->
                is(entry, EntryType.EXECUTION_SUCCEEDED)
                    || (is(entry, EntryType.EXECUTION_RECONCILED) && data(entry).bool("happened")));
    if (!happened) {
      findings.add("undo", Kind.CONTRADICTION, "what it undoes was not done");
    }
  }

  /// What the gate read instead of what people saw.
  private static Optional<RecordImage> found(List<JsonObject> entries) {
    return entries.stream()
        .filter(entry -> is(entry, EntryType.EXECUTION_FAILED))
        .flatMap(entry -> data(entry).optionalObject("found").stream())
        .map(RecordImage::read)
        .findFirst();
  }

  private boolean isAskedFrom(Optional<RecordImage> found) {
    Action action = Action.read(evidence.frozen().orElseThrow().action());
    return action.changes() instanceof RecordChange change
        && found
            .filter(now ->
                change.fields().stream()
                    .allMatch(field ->
                        field.from().equals(Optional.ofNullable(now.fields().get(field.path())))))
            .filter(now -> now.version().equals(action.preconditions().optionalText("if_match")))
            .isPresent();
  }

  private static Set<String> approvers(List<JsonObject> entries) {
    Set<String> approvers = new HashSet<>();
    entries.stream()
        .filter(entry -> is(entry, EntryType.VOTED))
        .map(RevisionCheck::data)
        .filter(vote -> vote.text("decision").equals(WireName.of(Decision.APPROVE)))
        .forEach(vote -> approvers.add(vote.text("person")));
    return approvers;
  }

  private static List<String> texts(List<PersonId> people) {
    return people.stream().map(PersonId::value).toList();
  }

  private static List<JsonObject> documents(Evidence of) {
    return of.entries().stream()
        .map(entry -> (JsonObject) CanonicalJson.parse(entry.body()))
        .toList();
  }

  private static JsonObject data(JsonObject entry) {
    return entry.object("data");
  }

  private static boolean is(JsonObject entry, EntryType type) {
    return entry.text("type").equals(WireName.of(type));
  }
}
