package dev.countersign.freeze;

import dev.countersign.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Follows what genuine entries of the deployment tell of freezes, in the order of their numbers.
public final class FreezeHistory {
  /// A freeze began: its `scope` and `reason`, `by` whom, as which `person`, with which `account`,
  /// and under which `people`; or, by the gate itself, for which `alarm` of a policy.
  public static final String BEGUN = "freeze_begun";

  /// Somebody wants the `freeze` lifted: who, as above.
  public static final String LIFT_ASKED = "freeze_lift_asked";

  /// The `freeze` is over: who, as above, and `asked`, the entry that this one confirms, or
  /// [#STRONGER], what proves the word of one person alone.
  public static final String LIFTED = "freeze_lifted";

  /// What a passkey signed for a lift.
  public static final String STRONGER = "stronger";

  private static final String FREEZE = "freeze";

  private final Map<Integer, Freeze> on = new LinkedHashMap<>();
  private final List<Span> spans = new ArrayList<>();
  private int last;

  /// One freeze from its beginning to its end.
  ///
  /// @param lifted the entry that lifted it; empty while it is on
  public record Span(Freeze freeze, Optional<Integer> lifted) {}

  public static boolean isOne(String type) {
    return type.equals(BEGUN) || type.equals(LIFT_ASKED) || type.equals(LIFTED);
  }

  /// What a genuine entry tells.
  ///
  /// @param at when it was written, by the ledger's clock
  public void tell(int seq, String type, Instant at, JsonObject data) {
    switch (type) {
      case BEGUN -> begin(begun(seq, at, data));
      case LIFT_ASKED ->
          on.computeIfPresent(
              freeze(data),
              (_, each) -> each.asked(new Freeze.Word(seq, FreezeActor.read(data), at)));
      case LIFTED -> lift(freeze(data), seq);
      default -> {
        return;
      }
    }
    last = Math.max(last, seq);
  }

  /// A row says that a freeze began, and no genuine entry does: whoever wrote it, nothing runs.
  public void tellUnproven(int number) {
    begin(Freeze.unproven(number));
  }

  private void begin(Freeze freeze) {
    on.put(freeze.number(), freeze);
    spans.add(new Span(freeze, Optional.empty()));
  }

  private void lift(int number, int seq) {
    on.remove(number);
    spans.replaceAll(span ->
        span.freeze().number() == number && span.lifted().isEmpty()
            ? new Span(span.freeze(), Optional.of(seq))
            : span);
  }

  /// Whoever an entry names.
  public static FreezeActor who(JsonObject data) {
    return FreezeActor.read(data);
  }

  /// Which freeze an entry is about that asks for lifting one, or lifts it.
  public static int freeze(JsonObject data) {
    return Math.toIntExact(data.number(FREEZE));
  }

  private static Freeze begun(int seq, Instant at, JsonObject data) {
    return new Freeze(
        seq,
        FreezeScope.parse(data.text("scope")).orElseThrow(),
        data.text("reason"),
        FreezeActor.read(data),
        at,
        Optional.empty(),
        true);
  }

  /// @param steps how many steps were read
  public Freezing now(int steps) {
    return new Freezing(steps, last, List.copyOf(on.values()));
  }

  public Optional<Freeze> of(int number) {
    return Optional.ofNullable(on.get(number));
  }

  /// All freezes, the earliest first.
  public List<Span> spans() {
    return List.copyOf(spans);
  }

  /// What the entry says that begins one.
  ///
  /// @param people which import `by` was found in; empty for others than a person
  public static JsonObject begun(
      FreezeScope scope, String reason, FreezeActor by, Optional<String> people) {
    JsonObject.Builder data =
        JsonObject.builder().put("scope", scope.toString()).put("reason", reason);
    by.writeTo(data);
    return data.put("people", people.orElse(null)).build();
  }

  /// What the entry says that asks for lifting one, or lifts it.
  ///
  /// @param asked the word that it confirms
  /// @param proof see [#STRONGER]
  public static JsonObject lift(
      int freeze,
      FreezeActor by,
      Optional<String> people,
      Optional<Freeze.Word> asked,
      Optional<JsonObject> proof) {
    JsonObject.Builder data = JsonObject.builder().put(FREEZE, freeze);
    by.writeTo(data);
    data.put("people", people.orElse(null));
    asked.ifPresent(word -> data.put("asked", word.entry()).put("asked_by", word.by().name()));
    proof.ifPresent(stronger -> data.put(STRONGER, stronger));
    return data.build();
  }
}
