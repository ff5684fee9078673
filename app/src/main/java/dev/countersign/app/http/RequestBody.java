package dev.countersign.app.http;

import io.javalin.http.Context;
import java.io.IOException;

/// Reads a body of any type without ever holding more than the limit.
final class RequestBody {
  private RequestBody() {}

  /// @param most bytes
  static byte[] read(Context ctx, int most) {
    if (ctx.req().getContentLengthLong() > most) {
      throw Problems.bodyTooLarge(most).thrown();
    }
    byte[] body = readAtMost(ctx, most + 1);
    if (body.length > most) {
      throw Problems.bodyTooLarge(most).thrown();
    }
    return body;
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
