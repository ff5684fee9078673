package dev.countersign.proposal;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The executable part of a proposal, frozen: exactly the bytes that card, vote, grant and executor
/// read.
///
/// Shape: `{"v":"countersign-action/1","action_type","target_system","target_id","environment",
/// "proposed_changes","preconditions"}` in canonical bytes, defaults filled in, absent members left
/// out.
public final class Action {
  public static final String VERSION = "countersign-action/1";

  /// Characters of an action type.
  static final int LONGEST_TYPE = 128;

  /// How action types are spelled.
  static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]*(?:\\.[a-z][a-z0-9_]*){0,4}");

  private static final String CHANGES = "proposed_changes";

  private final JsonObject document;
  private final byte[] canonical;
  private final Digest digest;
  private final ProposedChanges changes;

  private Action(JsonObject document, byte[] canonical) {
    this.document = document;
    this.canonical = canonical;
    this.digest = Digest.of(canonical);
    this.changes = ProposedChanges.read(document.object(CHANGES));
  }

  /// Freezes a validated document; the only place where an action's bytes come into being.
  static Action freeze(JsonObject document) {
    return new Action(document, CanonicalJson.bytes(document));
  }

  /// Reads an action back from the bytes that were frozen; never re-serialises them.
  public static Action read(byte[] canonical) {
    byte[] bytes = canonical.clone();
    if (!(CanonicalJson.parse(bytes) instanceof JsonObject document)
        || !document.optionalText("v").equals(Optional.of(VERSION))) {
      throw new IllegalArgumentException("not a frozen action");
    }
    return new Action(document, bytes);
  }

  /// Whether an action type can be spelled so.
  public static boolean isType(String text) {
    return text.length() <= LONGEST_TYPE && TYPE.matcher(text).matches();
  }

  /// This change of a record, frozen with what the gate read: as `from` of each of its fields, and
  /// as `if_match` where a version was read.
  Action from(RecordImage held) {
    JsonObject preconditions =
        held.version()
            .map(version -> preconditions().with("if_match", Json.of(version)))
            .orElse(preconditions());
    JsonObject read = document.with(CHANGES, RecordChange.from(held, changesDocument()));
    return freeze(
        preconditions.members().isEmpty() ? read : read.with("preconditions", preconditions));
  }

  public String actionType() {
    return document.text("action_type");
  }

  public ActionClass actionClass() {
    return changes.actionClass();
  }

  public String targetSystem() {
    return document.text("target_system");
  }

  public Optional<String> targetId() {
    return document.optionalText("target_id");
  }

  /// What the agent names as its target, together with the kind of the action and where it is:
  /// equal for actions that are about one thing. Nobody checks the name.
  ///
  /// @return empty where it names none
  public Optional<Digest> target() {
    return targetId()
        .map(id ->
            Digest.of(
                CanonicalJson.bytes(
                    JsonArray.ofStrings(
                        List.of(actionType(), targetSystem(), document.text("environment"), id)))));
  }

  public Environment environment() {
    return WireName.require(Environment.class, document.text("environment"));
  }

  public ProposedChanges changes() {
    return changes;
  }

  /// The bytes that [#changes] was read from, as JSON.
  public JsonObject changesDocument() {
    return document.object(CHANGES);
  }

  public JsonObject preconditions() {
    return document.optionalObject("preconditions").orElse(JsonObject.EMPTY);
  }

  /// The moment before which it must not run, where it names one.
  public Optional<Instant> notBefore() {
    return preconditions().optionalText("not_before").flatMap(Shapes::instant);
  }

  public JsonObject document() {
    return document;
  }

  public byte[] canonical() {
    return canonical.clone();
  }

  /// Bytes of the canonical form.
  int size() {
    return canonical.length;
  }

  public Digest digest() {
    return digest;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Action action && Arrays.equals(canonical, action.canonical);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(canonical);
  }

  @Override
  public String toString() {
    return "Action[" + digest + "]";
  }
}
