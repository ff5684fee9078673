package dev.countersign.store;

import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.RequestState;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The stage column.
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
}
