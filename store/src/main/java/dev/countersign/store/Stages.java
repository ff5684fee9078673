package dev.countersign.store;

import dev.countersign.policy.GroupName;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.RequestState;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The columns that say for whom a request waits, and until when.
final class Stages {
  private Stages() {}

  /// The stage that waits for approvals; null when the request waits for nobody.
  static @Nullable Integer open(ApprovalRequest request) {
    OptionalInt stage =
        request.state() instanceof RequestState.Pending
            ? request.quorum().openStage()
            : OptionalInt.empty();
    return stage.isPresent() ? stage.getAsInt() : null;
  }

  /// The first group that decides: that of this stage.
  static @Nullable String asks(ApprovalRequest request) {
    return group(request, 0);
  }

  /// The second one: that which the stage asks too, or of a stage that is asked at once.
  static @Nullable String asksToo(ApprovalRequest request) {
    return group(request, 1);
  }

  /// All further ones.
  static List<String> asksMore(ApprovalRequest request) {
    return request.asked().stream().skip(2).map(GroupName::value).toList();
  }

  private static @Nullable String group(ApprovalRequest request, int place) {
    return request.asked().stream().skip(place).findFirst().map(GroupName::value).orElse(null);
  }
}
