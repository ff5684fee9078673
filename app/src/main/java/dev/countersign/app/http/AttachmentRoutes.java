package dev.countersign.app.http;

import dev.countersign.json.JsonObject;
import dev.countersign.ledger.HeldAttachments;
import dev.countersign.ledger.HeldAttachments.Kept;
import dev.countersign.people.Agent;
import dev.countersign.proposal.AgentId;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.HexFormat;

/// Takes the bytes of attachments, before a proposal names them by their digest.
final class AttachmentRoutes {
  /// How many bodies are held in memory at once.
  static final int MOST_AT_ONCE = 12;

  /// Of them, by one agent, however slowly they come.
  static final int MOST_OF_ONE = 3;

  private static final Duration ROOM_LATER = Duration.ofHours(1);

  private final HeldAttachments attachments;
  private final Rooms<AgentId> rooms = new Rooms<>(MOST_AT_ONCE, MOST_OF_ONE);

  AttachmentRoutes(HeldAttachments attachments) {
    this.attachments = attachments;
  }

  /// The body is the attachment, whatever type it says it has: a proposal says that, and people see
  /// it there.
  void keep(Context ctx, Agent agent) {
    rooms.of(
        agent.id(),
        () ->
            Problem.of(
                429, "too_many_at_once", "this agent is handing in too many attachments at once"),
        () ->
            rooms.among(
                () -> Problem.of(503, "busy", "too many attachments are being handed in"),
                () -> keepInRoom(ctx, agent)));
  }

  private void keepInRoom(Context ctx, Agent agent) {
    byte[] body = RequestBody.read(ctx, HeldAttachments.MOST_BYTES);
    if (body.length == 0) {
      throw Problem.of(422, "empty_attachment", "the body is the attachment, and has no bytes")
          .thrown();
    }
    answer(ctx, attachments.keep(agent.id(), body));
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
