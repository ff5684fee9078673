package dev.countersign.slack;

import dev.countersign.card.TickList;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The boxes of a card about several requests, all of them ticked. A label is number and short id,
/// a value the request's id. Slack tells of each tick, and decides nothing by it; how they stand
/// comes with the press on a button
/// (docs.slack.dev/reference/interaction-payloads/block_actions-payload).
final class TicksBlock {
  static final String TICKS = "ticks";

  /// Characters (docs.slack.dev/reference/block-kit/composition-objects/option-object).
  static final int LABEL = 75;

  private TicksBlock() {}

  /// What the boxes cost of a card's characters.
  static int cost(Optional<TickList> ticks) {
    return ticks.stream()
        .flatMap(list -> list.boxes().stream())
        .mapToInt(box -> Math.min(box.label().length(), LABEL))
        .sum();
  }

  static JsonObject of(String blockId, TickList ticks) {
    JsonArray options =
        JsonArray.of(
            ticks.boxes(),
            box ->
                JsonObject.builder()
                    .put("text", PlainText.of(BlockBudget.clip(box.label(), LABEL)))
                    .put("value", box.value())
                    .build());
    return JsonObject.builder()
        .put("type", "actions")
        .put("block_id", blockId)
        .put(
            "elements",
            new JsonArray(
                List.of(
                    JsonObject.builder()
                        .put("type", "checkboxes")
                        .put("action_id", TICKS)
                        .put("options", options)
                        .put("initial_options", options)
                        .build())))
        .build();
  }

  /// Whether somebody ticked or unticked a box.
  static boolean isTick(Payload payload) {
    List<Payload> actions = payload.objects("actions");
    return actions.size() == 1
        && actions.getFirst().text("type").filter("checkboxes"::equals).isPresent()
        && actions.getFirst().text("action_id").filter(TICKS::equals).isPresent();
  }

  /// The values of the boxes that are ticked; none on a card without boxes.
  ///
  /// Slack documents that the state has every such element, with what is ticked at first
  /// (docs.slack.dev/changelog/2020-09-full-state-on-view-submisson-and-block-actions), and people
  /// report elements that nobody touched without it (slackapi/python-slack-sdk issue 1350). So what
  /// it does not name counts as unticked, whatever the card says of the beginning: then nothing is
  /// decided, and the presser is told what to do.
  static Set<String> ticked(Payload payload) {
    return payload.object("state").flatMap(state -> state.object("values")).stream()
        .flatMap(values -> values.objects().stream())
        .flatMap(block -> block.object(TICKS).stream())
        .flatMap(ticks -> ticks.objects("selected_options").stream())
        .flatMap(option -> option.text("value").stream())
        .limit(TickList.MOST)
        .collect(Collectors.toUnmodifiableSet());
  }
}
