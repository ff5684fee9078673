package dev.countersign.app.http;

import dev.countersign.proposal.ProposalReader;
import io.javalin.http.Context;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads a JSON body without ever holding more than the limit.
final class JsonBody {
  private JsonBody() {}

  static byte[] read(Context ctx) {
    return read(ctx, ProposalReader.MAX_BODY_BYTES);
  }

  /// @param most bytes
  static byte[] read(Context ctx, int most) {
    if (!isJson(ctx.req().getContentType())) {
      throw Problem.of(415, "unsupported_media_type", "the body must be application/json")
          .header("Accept", Answers.JSON)
          .thrown();
    }
    return RequestBody.read(ctx, most);
  }

  /// Without bytes where there is no body.
  ///
  /// @param most bytes
  static byte[] readIfAny(Context ctx, int most) {
    boolean isThere =
        ctx.req().getContentLengthLong() > 0 || ctx.req().getHeader("Transfer-Encoding") != null;
    return isThere ? read(ctx, most) : new byte[0];
  }

  /// JSON is UTF-8 by RFC 8259, so a `charset` that says so is harmless and any other is refused.
  private static boolean isJson(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
    if (!parts[0].strip().equals(Answers.JSON)) {
      return false;
    }
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().replace("\"", "");
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        return false;
      }
    }
    return true;
  }
}
