package dev.countersign.executors.connection;

import dev.countersign.json.JsonForm;
import java.util.Optional;

/// Reads a method and a path: of what may be called, and of what an operation is about.
final class AllowedCallReader {
  private AllowedCallReader() {}

  /// Empty when something was refused; the mistakes are with `entry` then.
  static Optional<AllowedCall> read(JsonForm entry) {
    entry.require("method");
    entry.require("path");
    Optional<String> method =
        entry.parsed(
            "method",
            AllowedCallReader::method,
            "unknown_method",
            "This must be GET, POST, PUT, PATCH or DELETE.");
    Optional<PathTemplate> path =
        entry.parsed(
            "path",
            text -> PathTemplate.parse(text).orElseThrow(IllegalArgumentException::new),
            "bad_path",
            "This must be an absolute path, whole segments open as {name}, without dot segments,"
                + " // or ;.");
    return method.flatMap(m -> path.map(p -> new AllowedCall(m, p)));
  }

  /// The same, with its body, what is got afterwards, and called for a dry run.
  static Optional<AllowedCall> readVerified(JsonForm entry) {
    Optional<AllowedCall> call = read(entry);
    Optional<PathTemplate> verify = beside(entry, "verify", call);
    Optional<PathTemplate> dryRun = beside(entry, "dry_run", call);
    AllowedBody body = AllowedBodyReader.read(entry);
    if (entry.has("body") && call.filter(it -> it.method().equals("GET")).isPresent()) {
      entry.problem("body", "contradiction", "A GET has no body.");
    }
    return call.map(it -> new AllowedCall(it.method(), it.path(), verify, dryRun, body));
  }

  private static Optional<PathTemplate> beside(
      JsonForm entry, String member, Optional<AllowedCall> call) {
    return entry.parsed(
        member,
        text ->
            PathTemplate.parse(text)
                .filter(path -> call.isEmpty() || opens(call.get(), path))
                .orElseThrow(IllegalArgumentException::new),
        "bad_path",
        "This must be an absolute path such as path, of a call that is no GET, whose open segments"
            + " are in path, too.");
  }

  private static boolean opens(AllowedCall call, PathTemplate verify) {
    return !call.method().equals("GET") && call.path().names().containsAll(verify.names());
  }

  private static String method(String text) {
    if (!AllowedCall.METHODS.contains(text)) {
      throw new IllegalArgumentException("not a method of api_call");
    }
    return text;
  }
}
