package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.people.People;
import dev.countersign.people.Surface;
import dev.countersign.setup.SetupFinding;
import dev.countersign.setup.SetupFinding.Grade;
import java.io.PrintWriter;
import java.util.List;

/// What a chat or a target says of how it is set up, as a table: one line for each thing, and below
/// it what to do.
final class SetupTable {
  private SetupTable() {}

  /// Where groups are asked on this surface, by `people.yaml`.
  static List<String> channels(Configuration settings, Surface surface) {
    People people = ConfigurationOption.people(settings);
    return people.groups().stream()
        .flatMap(group -> group.channel(surface).stream())
        .distinct()
        .sorted()
        .toList();
  }

  /// @return what the process ends with: 1 where anything does not work
  static int print(PrintWriter out, List<SetupFinding> findings) {
    int width = findings.stream().mapToInt(one -> one.subject().length()).max().orElse(0);
    for (SetupFinding one : findings) {
      out.printf(
          "%-6s  %-" + Math.max(1, width) + "s  %s%n", mark(one), one.subject(), one.found());
      if (!one.next().isEmpty()) {
        out.printf("        → %s%n", one.next());
      }
    }
    long bad = bad(findings);
    out.println(bad == 0 ? "Nothing is missing." : bad + " to mend, marked NO.");
    return exitCode(bad);
  }

  /// `{"bad":N,"findings":[{"subject","status","said","todo"}]}`, in the order in which they were
  /// found; `status` is `good`, `note`, `unseen` or `bad`, `todo` is empty where nothing is to be
  /// done.
  ///
  /// @return as [#print]
  static int printJson(PrintWriter out, List<SetupFinding> findings) {
    long bad = bad(findings);
    out.println(
        CanonicalJson.text(
            JsonObject.builder()
                .put("bad", bad)
                .put(
                    "findings",
                    JsonArray.of(
                        findings,
                        one ->
                            JsonObject.builder()
                                .put("subject", one.subject())
                                .put("status", WireName.of(one.grade()))
                                .put("said", one.found())
                                .put("todo", one.next())
                                .build()))
                .build()));
    return exitCode(bad);
  }

  private static long bad(List<SetupFinding> findings) {
    return findings.stream().filter(one -> one.grade() == Grade.BAD).count();
  }

  private static int exitCode(long bad) {
    return bad == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private static String mark(SetupFinding finding) {
    return switch (finding.grade()) {
      case GOOD -> "ok";
      case NOTE -> "note";
      case UNSEEN -> "unseen";
      case BAD -> "NO";
    };
  }
}
