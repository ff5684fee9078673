package dev.countersign.execution;

import dev.countersign.json.Digest;
import dev.countersign.ledger.HeldAttachments;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Message;
import dev.countersign.request.ExecutionId;
import dev.countersign.token.Grant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// One try to run: its id, who tries, and the turn that it took, which goes back unless something
/// is sent.
final class Attempt implements AutoCloseable {
  private final ExecutionId id;
  private final String executor;
  private final boolean redeeming;
  private Optional<Turn.Taken> turn = Optional.empty();
  private Map<Digest, byte[]> attachments = Map.of();

  private Attempt(ExecutionId id, String executor, boolean redeeming) {
    this.id = id;
    this.executor = executor;
    this.redeeming = redeeming;
  }

  /// By a worker of this gate, for its own executors.
  static Attempt here(ExecutionId id) {
    return new Attempt(id, Grant.GATEWAY, true);
  }

  /// By an executor outside.
  static Attempt by(String executor, ExecutionId id) {
    return new Attempt(id, executor, true);
  }

  /// Redeems nothing: a grant that has lapsed is replaced, and no more.
  static Attempt renewing(String executor, ExecutionId id) {
    return new Attempt(id, executor, false);
  }

  ExecutionId id() {
    return id;
  }

  /// The `aud` of the grants that it may redeem.
  String executor() {
    return executor;
  }

  boolean isHere() {
    return executor.equals(Grant.GATEWAY);
  }

  boolean redeems() {
    return redeeming;
  }

  /// As entries name who acts.
  String actor() {
    return isHere() ? "gate" : actor(executor);
  }

  static String actor(String executor) {
    return "executor:" + executor;
  }

  /// Takes a turn unless it has one.
  ///
  /// @return why it has none
  Optional<Turn.Later> takeTurn(ActionExecutor executor, Action action) {
    if (turn.isEmpty()) {
      switch (executor.turn(action)) {
        case Turn.Later later -> {
          return Optional.of(later);
        }
        case Turn.Taken taken -> turn = Optional.of(taken);
      }
    }
    return Optional.empty();
  }

  /// Reads what the action attaches, once it is its turn.
  ///
  /// @return why it cannot be sent: other bytes stand there than were approved, or none
  Optional<String> load(HeldAttachments held, RequestRecord record) {
    if (!isHere()
        || !record.ruling().circumstances().attachmentsHeld()
        || !(record.proposal().action().changes() instanceof Message message)) {
      return Optional.empty();
    }
    Map<Digest, byte[]> loaded = new HashMap<>();
    for (Message.Attachment attachment : message.attachments()) {
      Digest digest = attachment.digest();
      switch (held.find(record.request().id(), digest)) {
        case HeldAttachments.Found.Whole(var content) -> loaded.put(digest, content);
        case HeldAttachments.Found.Damaged _ -> {
          return Optional.of("attachment_damaged");
        }
        case HeldAttachments.Found.Missing _ -> {
          return Optional.of("attachment_missing");
        }
      }
    }
    attachments = Map.copyOf(loaded);
    return Optional.empty();
  }

  Outcome execute(Action action, String idempotencyKey, BooleanSupplier mayRepeat) {
    return turn.orElseThrow().execute(new Order(action, idempotencyKey, attachments, mayRepeat));
  }

  @Override
  public void close() {
    turn.ifPresent(Turn.Taken::close);
  }
}
