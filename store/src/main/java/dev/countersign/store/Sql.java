package dev.countersign.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A statement with named parameters, read once.
final class Sql {
  /// A literal may not hold a colon before a letter, and a cast is written `cast(… as …)`.
  private static final Pattern PARAMETER = Pattern.compile(":([a-z_]+)");

  private final String named;
  private final String text;
  private final Map<String, List<Integer>> positions = new HashMap<>();

  private Sql(String named) {
    this.named = named;
    StringBuilder marked = new StringBuilder();
    Matcher parameter = PARAMETER.matcher(named);
    for (int position = 1; parameter.find(); position++) {
      positions.computeIfAbsent(parameter.group(1), _ -> new ArrayList<>()).add(position);
      parameter.appendReplacement(marked, "?");
    }
    this.text = parameter.appendTail(marked).toString();
  }

  static Sql of(String named) {
    return new Sql(named);
  }

  /// These one after the other in one round trip: each sees what those before it did, and none runs
  /// once one of them failed. Parameters of one name have one value.
  static Sql together(Sql... statements) {
    return new Sql(
        Arrays.stream(statements).map(sql -> sql.named).collect(Collectors.joining(";\n")));
  }

  Query on(Connection connection) throws SQLException {
    return new Query(connection.prepareStatement(text), this);
  }

  /// One run of it, which leaves nothing open.
  <T> T ask(Connection connection, Asked<T> asked) throws SQLException {
    try (Query query = on(connection)) {
      return asked.of(query);
    }
  }

  /// The statement, which holds no values.
  @Override
  public String toString() {
    return text;
  }

  interface Asked<T> {
    T of(Query query) throws SQLException;
  }

  /// Counted from 1, in the order of the text.
  List<Integer> positions(String parameter) {
    List<Integer> found = positions.get(parameter);
    if (found == null) {
      throw new IllegalArgumentException("the statement has no parameter " + parameter);
    }
    return found;
  }

  int parameters() {
    return positions.size();
  }
}
