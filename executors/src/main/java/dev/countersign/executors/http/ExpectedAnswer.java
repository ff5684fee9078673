package dev.countersign.executors.http;

import dev.countersign.execution.TargetLook;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonPointer;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.proposal.ApiCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a GET has to answer where a call had the effect that people approved: after a DELETE that
/// there is nothing, otherwise every member of the body that was sent. A target may say more.
sealed interface ExpectedAnswer {
  /// Places that are named where they differ.
  int MOST_NAMED = 20;

  TargetLook compare(int status, byte[] body);

  /// Empty of a call of which no answer could be compared: only a body that is a JSON object says
  /// what should stand there.
  static Optional<ExpectedAnswer> of(ApiCall call) {
    if (call.method() == ApiCall.Method.DELETE) {
      return Optional.of(new Nothing());
    }
    return call.body()
        .map(ApiCall.Body::content)
        .flatMap(content ->
            content instanceof ApiCall.Content.OfJson(JsonObject json)
                ? Optional.of(new Members(json))
                : Optional.empty());
  }

  private static TargetLook unclear(int status) {
    return new TargetLook.NotRead(status / 100 == 5 ? "target_error" : "target_refused");
  }

  /// Of what was deleted.
  record Nothing() implements ExpectedAnswer {
    @Override
    public TargetLook compare(int status, byte[] body) {
      return switch (status) {
        case 404, 410 -> new TargetLook.AsApproved();
        case 200 -> new TargetLook.Differs(List.of());
        default -> unclear(status);
      };
    }
  }

  /// @param sent a member that is null may be absent, as a merge patch takes it away
  record Members(JsonObject sent) implements ExpectedAnswer {
    @Override
    public TargetLook compare(int status, byte[] body) {
      if (status == 404 || status == 410) {
        return new TargetLook.Differs(List.of());
      }
      if (status != 200) {
        return unclear(status);
      }
      Json held;
      try {
        held = CanonicalJson.parse(body, Integer.MAX_VALUE);
      } catch (JsonRefusedException e) {
        return new TargetLook.NotRead("malformed_answer");
      }
      List<String> where = new ArrayList<>();
      compare("", sent, held, where);
      return where.isEmpty() ? new TargetLook.AsApproved() : new TargetLook.Differs(where);
    }

    private static void compare(String at, Json wanted, @Nullable Json held, List<String> where) {
      if (wanted instanceof JsonObject object && held instanceof JsonObject there) {
        new TreeMap<>(object.members())
            .forEach((name, value) ->
                compare(JsonPointer.below(at, name), value, there.get(name), where));
      } else if (!wanted.equals(held == null ? JsonNull.NULL : held) && where.size() < MOST_NAMED) {
        where.add(at);
      }
    }
  }
}
