package dev.countersign.trial;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// What the trial shows: sections of aligned lines, and a mark for every expectation.
final class Transcript {
  /// Columns.
  static final int WIDTH = 100;

  private static final int NAME = 16;
  private static final String INDENT = "   ";
  private static final String BAR = INDENT + "│ ";
  private static final String BOLD = "\u001b[1m";
  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintWriter out;
  private final boolean colour;
  private int steps;
  private int checks;
  private int missed;

  Transcript(PrintWriter out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  void heading(String title) {
    line("");
    line(coloured(BOLD, title));
    line("─".repeat(title.length()));
  }

  /// A numbered heading.
  void step(String title) {
    steps++;
    heading(steps + "  " + title);
  }

  /// A sentence, broken where it is too long.
  void say(String text) {
    wrapped(text, WIDTH - INDENT.length()).forEach(part -> line(INDENT + part));
  }

  /// A name and its value, aligned with the others.
  void field(String name, Object value) {
    List<String> parts = wrapped(value.toString(), WIDTH - INDENT.length() - NAME);
    line(INDENT + padded(name) + parts.getFirst());
    parts.stream().skip(1).forEach(part -> line(INDENT + padded("") + part));
  }

  /// A text as somebody else sees it.
  void quote(String text) {
    text.lines()
        .flatMap(line -> wrapped(line, WIDTH - BAR.length()).stream())
        .forEach(part -> line((BAR + part).stripTrailing()));
  }

  /// An expectation, and what was there instead where it does not hold.
  void check(boolean held, String expected, Object found) {
    checks++;
    if (held) {
      line(INDENT + coloured(GREEN, "✓") + " " + expected);
    } else {
      missed++;
      line(INDENT + coloured(RED, "✗") + " expected: " + expected);
      wrapped("found: " + found, WIDTH - INDENT.length() - 2)
          .forEach(part -> line(INDENT + "  " + part));
    }
  }

  /// As it is, for text that is meant to be copied.
  void line(String text) {
    out.println(text);
    out.flush();
  }

  boolean allHeld() {
    return missed == 0;
  }

  void verdict() {
    line("");
    line(
        coloured(
            BOLD,
            missed == 0
                ? "Every step held: " + checks + " of " + checks + "."
                : missed + " of " + checks + " expectations did not hold, see ✗ above."));
  }

  private static String padded(String name) {
    return name + " ".repeat(Math.max(1, NAME - name.length()));
  }

  /// At blanks where there are any.
  private static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > width) {
      int blank = rest.lastIndexOf(' ', width);
      int end = rest.substring(0, Math.max(0, blank)).isBlank() ? width : blank;
      lines.add(rest.substring(0, end));
      rest = rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }

  private String coloured(String code, String text) {
    return colour ? code + text + PLAIN : text;
  }
}
