package dev.countersign.app.http;

import dev.countersign.json.JsonObject;
import dev.countersign.ledger.HeldAttachments;
import dev.countersign.ledger.HeldAttachments.Kept;
import dev.countersign.people.Agent;
import dev.countersign.proposal.AgentId;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Takes the bytes of attachments, before a proposal names them by their digest.
final class AttachmentRoutes {
  /// How many bodies are held in memory at once.
  static final int MOST_AT_ONCE = 12;

  /// Of them, by one agent, however slowly they come.
  static final int MOST_OF_ONE = 3;

  private static final Duration ROOM_SOON = Duration.ofSeconds(1);
  private static final Duration ROOM_LATER = Duration.ofHours(1);

  private final HeldAttachments attachments;
  private final Semaphore room = new Semaphore(MOST_AT_ONCE);
  private final Map<AgentId, Semaphore> agentsRoom = new ConcurrentHashMap<>();

  AttachmentRoutes(HeldAttachments attachments) {
    this.attachments = attachments;
  }

  /// The body is the attachment, whatever type it says it has: a proposal says that, and people see
  /// it there.
  void keep(Context ctx, Agent agent) {
    Semaphore own = agentsRoom.computeIfAbsent(agent.id(), _ -> new Semaphore(MOST_OF_ONE));
    if (!own.tryAcquire()) {
      throw Problem.of(
              429, "too_many_at_once", "this agent is handing in too many attachments at once")
          .retryAfter(ROOM_SOON)
          .thrown();
    }
    try {
      keepInRoom(ctx, agent);
    } finally {
      own.release();
    }
  }

  private void keepInRoom(Context ctx, Agent agent) {
    if (!room.tryAcquire()) {
      throw Problem.of(503, "busy", "too many attachments are being handed in")
          .retryAfter(ROOM_SOON)
          .thrown();
    }
    try {
      byte[] body = RequestBody.read(ctx, HeldAttachments.MOST_BYTES);
      if (body.length == 0) {
        throw Problem.of(422, "empty_attachment", "the body is the attachment, and has no bytes")
            .thrown();
      }
      answer(ctx, attachments.keep(agent.id(), body));
    } finally {
      room.release();
    }
  }

  private static void answer(Context ctx, Kept kept) {
    switch (kept) {
      case Kept.Is is ->
          Answers.send(
              ctx,
              is.before() ? 200 : 201,
              JsonObject.builder()
                  .put("sha256", HexFormat.of().formatHex(is.digest().hash()))
                  .put("size", is.bytes())
                  .build());
      case Kept.TooMany _ ->
          throw Problem.of(
                  429,
                  "too_many_attachments",
                  "this agent has handed in as many attachments as it may in a day")
              .retryAfter(ROOM_LATER)
              .thrown();
      case Kept.TooMuch _ ->
          throw Problem.of(
                  429,
                  "too_many_attachment_bytes",
                  "this agent has handed in as many bytes as it may in a day")
              .retryAfter(ROOM_LATER)
              .thrown();
    }
  }
}
