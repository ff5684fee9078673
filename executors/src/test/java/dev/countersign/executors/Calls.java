package dev.countersign.executors;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Order;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.Turn;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Action;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Frozen actions for tests, from their JSON.
public final class Calls {
  public static final String KEY = "8f3tZqkQ0uQJm5W2mLx1B7n3yXvJr0aS4cDdEeFfGgH";

  private Calls() {}

  public static Action action(String system, String changes, String preconditions) {
    return Action.read(
        CanonicalJson.bytes(
            JsonObject.builder()
                .put("v", Action.VERSION)
                .put("action_type", "refund.create")
                .put("target_system", system)
                .put("environment", "production")
                .put("proposed_changes", json(changes))
                .put("preconditions", json(preconditions))
                .build()));
  }

  public static Action post(String url) {
    return call("POST", url, "");
  }

  /// @param more further members of `proposed_changes`, with a leading comma
  public static Action call(String method, String url, String more) {
    return action(
        "billing",
        "{\"class\":\"api_call\",\"method\":\""
            + method
            + "\",\"url\":\""
            + url
            + "\""
            + more
            + "}",
        "{}");
  }

  public static Order order(Action action, String key) {
    return new Order(action, key, Map.of(), () -> true);
  }

  public static Order order(Action action) {
    return order(action, KEY);
  }

  /// In a turn of its own, which it must get.
  public static Outcome send(ActionExecutor executor, Order order) {
    return switch (executor.turn(order.action())) {
      case Turn.Later later -> throw new AssertionError(later);
      case Turn.Taken taken -> {
        try (taken) {
          yield taken.execute(order);
        }
      }
    };
  }

  public static Json json(String text) {
    return CanonicalJson.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
