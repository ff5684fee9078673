package dev.countersign.store;

import dev.countersign.policy.GroupName;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.RequestState;
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

  /// The group of that stage.
  static @Nullable String asks(ApprovalRequest request) {
    return group(request, 0);
  }

  /// The group that it asks too, once it has.
  static @Nullable String asksToo(ApprovalRequest request) {
    return group(request, 1);
  }

  private static @Nullable String group(ApprovalRequest request, int place) {
    return request.asked().stream().skip(place).findFirst().map(GroupName::value).orElse(null);
  }
}
