package dev.countersign.app.http;

import io.javalin.http.Context;
import java.io.IOException;

/// Reads a body of any type without ever holding more than the limit.
final class RequestBody {
  /// What is read beyond a limit and thrown away, in bytes. A connection that is closed on its
  /// sender in the middle of a body often takes the answer with it; up to here the sender hears
  /// why.
  private static final int MOST_DISCARDED = 1 << 20;

  private RequestBody() {}

  /// @param most bytes
  static byte[] read(Context ctx, int most) {
    long announced = ctx.req().getContentLengthLong();
    byte[] body = announced > most ? new byte[0] : readAtMost(ctx, most + 1);
    if (announced > most || body.length > most) {
      discard(ctx, announced);
      throw Problems.bodyTooLarge(most).thrown();
    }
    return body;
  }

  private static void discard(Context ctx, long announced) {
    if (announced > MOST_DISCARDED) {
      return;
    }
    try {
      // To the end of the stream where it comes that soon: then the connection stays usable, too.
      ctx.req().getInputStream().skip(MOST_DISCARDED);
    } catch (IOException e) {
      // Whoever stopped sending gets the same answer as long as they listen.
      ctx.header("Connection", "close");
    }
  }

  private static byte[] readAtMost(Context ctx, int most) {
    try {
      return ctx.req().getInputStream().readNBytes(most);
    } catch (IOException e) {
      // The caller stopped in the middle; nobody may be there to read this.
      throw Problem.of(408, "body_incomplete", "the body did not arrive completely in time")
          .header("Connection", "close")
          .thrown();
    }
  }
}
