package dev.countersign.console;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.report.RequestLine;
import dev.countersign.report.RequestLine.Ballot;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How requests are written into a file, one in a line.
enum LineFile {
  /// RFC 4180, with a first line of names; several values in one field stand apart by a blank.
  CSV("CSV, for a spreadsheet", "csv", "text/csv; charset=utf-8; header=present"),
  /// One JSON object in each line.
  JSON_LINES("JSON lines, for a program", "jsonl", "application/jsonl; charset=utf-8");

  /// Behind every id: they are letters and digits.
  static final String END_OF_IDS = "prop_~";

  private static final String LINE_END = "\r\n";

  /// What a spreadsheet takes for the beginning of a formula.
  private static final String FORMULA = "=+-@\t\r\n";

  private static final String TO_BE_QUOTED = ",\"\r\n";

  private final String label;
  private final String suffix;
  private final String type;

  LineFile(String label, String suffix, String type) {
    this.label = label;
    this.suffix = suffix;
    this.type = type;
  }

  String label() {
    return label;
  }

  String suffix() {
    return suffix;
  }

  String type() {
    return type;
  }

  /// What stands before all requests; may be empty.
  String first() {
    return this == CSV
        ? Arrays.stream(Column.values()).map(WireName::of).collect(Collectors.joining(","))
            + LINE_END
        : "";
  }

  String line(RequestLine line) {
    return switch (this) {
      case CSV ->
          Arrays.stream(Column.values())
                  .map(column -> field(String.join(" ", column.of.apply(line))))
                  .collect(Collectors.joining(","))
              + LINE_END;
      case JSON_LINES -> CanonicalJson.text(json(line)) + "\n";
    };
  }

  /// With an apostrophe before whatever could be a formula, which no spreadsheet runs then.
  static String field(String value) {
    String safe = !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    boolean quoted = safe.chars().anyMatch(unit -> TO_BE_QUOTED.indexOf(unit) >= 0);
    return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  private static JsonObject json(RequestLine line) {
    JsonObject.Builder json = JsonObject.builder();
    for (Column column : Column.values()) {
      List<String> values = column.of.apply(line);
      if (column.many) {
        json.put(WireName.of(column), JsonArray.ofStrings(values));
      } else {
        json.put(WireName.of(column), values.isEmpty() ? null : values.getFirst());
      }
    }
    return json.build();
  }

  private enum Column {
    ID(false, line -> List.of(line.id().value())),
    PROPOSED_AT(false, line -> List.of(line.proposedAt().toString())),
    AGENT(false, line -> List.of(line.agent())),
    ACTION_TYPE(false, line -> List.of(line.actionType())),
    RULES(true, RequestLine::rules),
    GROUPS(true, RequestLine::groups),
    ENDING(false, line -> List.of(WireName.of(line.ending()))),
    DEADLINE(false, line -> List.of(line.deadline().toString())),
    DECIDED_AT(false, line -> time(line.ballots().stream().map(Ballot::at).reduce((_, at) -> at))),
    VOTERS(true, line -> line.ballots().stream().map(Ballot::person).toList()),
    DECISIONS(
        true, line -> line.ballots().stream().map(each -> WireName.of(each.decision())).toList()),
    REASONS(
        true,
        line ->
            line.ballots().stream()
                .flatMap(each -> each.reason().stream())
                .map(WireName::of)
                .toList());

    private final boolean many;
    private final Function<RequestLine, List<String>> of;

    Column(boolean many, Function<RequestLine, List<String>> of) {
      this.many = many;
      this.of = of;
    }

    private static List<String> time(Optional<Instant> at) {
      return at.map(Instant::toString).stream().toList();
    }
  }
}
