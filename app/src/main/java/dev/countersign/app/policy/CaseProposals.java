package dev.countersign.app.policy;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonForm;
import dev.countersign.json.JsonForm.Item;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonPointer;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonString;
import dev.countersign.json.ProblemSink;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.ProposalReader;
import dev.countersign.proposal.ReadResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Proposals as cases name them: a file of JSON or a mapping, with some places changed. Each is
/// read as one that an agent sends; one that does not name its environment is for production.
final class CaseProposals {
  static final int MOST_CHANGES = 100;

  private static final String PROPOSAL = "proposal";
  private static final String CHANGE = "change";

  private final Path folder;
  private final ProblemSink problems;

  CaseProposals(Path folder, ProblemSink problems) {
    this.folder = folder;
    this.problems = problems;
  }

  /// The proposal of a case; empty once everything wrong with it is told.
  Optional<ProposalDraft> read(JsonForm form) {
    form.require(PROPOSAL);
    Optional<Json> written = form.value(PROPOSAL).flatMap(value -> document(form, value));
    List<Item<Json>> changes = form.entries(CHANGE, Json.class, "a value", MOST_CHANGES);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    Json changed = written.get();
    for (Item<Json> change : changes) {
      Optional<Json> next = JsonPointer.replaced(changed, change.name(), change.value());
      if (next.isEmpty()) {
        problems.add(
            change.pointer(),
            "unknown_place",
            "The proposal has no such place. A JSON Pointer is expected, such as"
                + " /proposed_changes/subject, to a value or to a new member.");
      }
      changed = next.orElse(changed);
    }
    return draft(form, changed);
  }

  private Optional<Json> document(JsonForm form, Json value) {
    return switch (value) {
      case JsonObject inline -> Optional.of(inline);
      case JsonString(var name) -> file(form, name);
      default -> {
        form.problem(PROPOSAL, "wrong_type", "This must be the name of a file, or an object.");
        yield Optional.empty();
      }
    };
  }

  private Optional<Json> file(JsonForm form, String name) {
    try (InputStream in = Files.newInputStream(folder.resolve(name))) {
      return Optional.of(
          CanonicalJson.parse(
              in.readNBytes(ProposalReader.MAX_BODY_BYTES + 1), ProposalReader.MAX_BODY_BYTES));
    } catch (IOException | InvalidPathException e) {
      form.problem(PROPOSAL, "unreadable_file", "There is no such file that could be read.");
    } catch (JsonRefusedException e) {
      form.problem(
          PROPOSAL,
          "not_json",
          "The file is not JSON as agents may send it, at byte %d: %s."
              .formatted(e.offset(), e.detail()));
    }
    return Optional.empty();
  }

  private Optional<ProposalDraft> draft(JsonForm form, Json document) {
    byte[] body;
    try {
      body = CanonicalJson.bytes(document);
    } catch (JsonRefusedException e) {
      form.problem(PROPOSAL, "not_json", "An agent could not send this: " + e.detail() + ".");
      return Optional.empty();
    }
    return switch (ProposalReader.read(body)) {
      case ReadResult.Accepted(var draft) -> Optional.of(draft);
      case ReadResult.Malformed malformed -> {
        form.problem(
            PROPOSAL, "not_json", "An agent could not send this: " + malformed.detail() + ".");
        yield Optional.empty();
      }
      case ReadResult.Invalid(var errors) -> {
        errors.forEach(error ->
            form.problem(
                PROPOSAL,
                "invalid_proposal",
                "The gate would not take it: %s: %s, %s."
                    .formatted(error.pointer(), error.code(), error.detail())));
        yield Optional.empty();
      }
    };
  }
}
