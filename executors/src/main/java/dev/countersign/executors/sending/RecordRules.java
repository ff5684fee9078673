package dev.countersign.executors.sending;

import dev.countersign.execution.Inadmissible;
import dev.countersign.executors.connection.FieldValues;
import dev.countersign.executors.connection.RecordType;
import dev.countersign.json.WireName;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RecordChange.Operation;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a change of a record has to keep to, wherever the record is kept.
public final class RecordRules {
  private static final String CHANGES = "/proposed_changes";
  private static final String TARGET = "/target_id";

  private RecordRules() {}

  /// Answers empty only when every line holds; the order is part of the contract. 2 of a type and
  /// by an operation that the connection has · 3 of one record, by its key · 4 of fields that it
  /// may change, each once, with values that they may hold, and with what people saw before · 5
  /// preconditions that can be kept
  ///
  /// @param connection its name
  public static Optional<Inadmissible> check(
      Action action,
      RecordChange change,
      String connection,
      Map<String, ? extends RecordType<?>> records) {
    return check(action, change, connection, records, true);
  }

  /// The same where the gate reads by itself what a field holds, so that the agent may leave out
  /// `from`. What it says is compared.
  public static Optional<Inadmissible> checkWithoutBefore(
      Action action,
      RecordChange change,
      String connection,
      Map<String, ? extends RecordType<?>> records) {
    return check(action, change, connection, records, false);
  }

  private static Optional<Inadmissible> check(
      Action action,
      RecordChange change,
      String connection,
      Map<String, ? extends RecordType<?>> records,
      boolean saysBefore) {
    RecordType<?> type = records.get(change.recordType());
    if (type == null) { // 2
      return refused(
          "record_type_not_allowed",
          CHANGES + "/record_type",
          "the connection has no such type of record: have it added to "
              + connection
              + ".records in connections.yaml");
    }
    if (!type.allow().contains(change.operation())) {
      return refused(
          "operation_not_allowed",
          CHANGES + "/operation",
          "of this type only these are made: "
              + String.join(", ", type.allow().stream().map(WireName::of).sorted().toList()));
    }
    boolean maySayNothingBefore =
        !saysBefore
            || (change.operation() == Operation.UPDATE && action.preconditions().has("if_match"));
    return key(action, change, type) // 3
        .or(() -> fields(change, type, maySayNothingBefore)) // 4
        .or(() -> preconditions(action, change, type)); // 5
  }

  private static Optional<Inadmissible> key(
      Action action, RecordChange change, RecordType<?> type) {
    if (change.operation() == Operation.CREATE && !type.isNamedByAgents()) {
      return action.targetId().isEmpty()
          ? Optional.empty()
          : refused(
              "target_id_not_allowed",
              TARGET,
              "the target gives what is created its key: leave target_id out");
    }
    return action.targetId().filter(id -> !id.isEmpty()).isPresent()
        ? Optional.empty()
        : refused(
            "target_id_required",
            TARGET,
            "target_id is the key of the record, in a database also of one that is created: so"
                + " nothing is made twice");
  }

  private static Optional<Inadmissible> fields(
      RecordChange change, RecordType<?> type, boolean maySayNothingBefore) {
    Set<String> paths = new HashSet<>();
    List<RecordChange.Field> fields = change.fields();
    for (int i = 0; i < fields.size(); i++) {
      RecordChange.Field field = fields.get(i);
      String at = CHANGES + "/changes/" + i;
      Optional<? extends FieldValues> rule = type.field(field.path());
      if (rule.isEmpty() || !paths.add(field.path())) {
        return refused(
            "field_not_allowed",
            at + "/path",
            rule.isEmpty()
                ? "agents may not change this field: its type of record has none of this name in"
                    + " connections.yaml"
                : "a field is changed once");
      }
      Optional<Inadmissible> wrong =
          after(field, rule.get(), change.operation(), at)
              .or(() -> before(field, rule.get(), change.operation(), maySayNothingBefore, at));
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  private static Optional<Inadmissible> after(
      RecordChange.Field field, FieldValues rule, Operation operation, String at) {
    boolean writes = operation == Operation.CREATE || operation == Operation.UPDATE;
    if (!writes) {
      return field.to().isEmpty()
          ? Optional.empty()
          : refused(
              "value_not_allowed",
              at + "/to",
              "a record that goes or comes back gets no values: say in from what it holds");
    }
    return field.to().filter(rule::allows).isPresent()
        ? Optional.empty()
        : refused("value_not_allowed", at + "/to", "this must be " + rule.expected());
  }

  private static Optional<Inadmissible> before(
      RecordChange.Field field,
      FieldValues rule,
      Operation operation,
      boolean maySayNothingBefore,
      String at) {
    if (operation == Operation.CREATE) {
      return field.from().isEmpty()
          ? Optional.empty()
          : refused(
              "value_not_allowed", at + "/from", "a record that is created held nothing before");
    }
    if (field.from().isEmpty()) {
      return maySayNothingBefore
          ? Optional.empty()
          : refused(
              "before_value_required",
              at + "/from",
              "say what the field holds now: people decide by it, and it is compared once more"
                  + " before the change");
    }
    return field.from().filter(rule::holds).isPresent()
        ? Optional.empty()
        : refused(
            "value_not_allowed",
            at + "/from",
            "this field never holds such a value: it must be of the type of "
                + rule.value().expected());
  }

  private static Optional<Inadmissible> preconditions(
      Action action, RecordChange change, RecordType<?> type) {
    return action.preconditions().has("if_match")
            && (change.operation() == Operation.CREATE || !type.isVersioned(change.operation()))
        ? refused(
            "precondition_not_allowed",
            "/preconditions/if_match",
            "this type of record has no version to compare, or there is none yet: leave it out")
        : NotBefore.check(action);
  }

  private static Optional<Inadmissible> refused(String code, String pointer, String detail) {
    return Optional.of(new Inadmissible(code, pointer, detail));
  }
}
