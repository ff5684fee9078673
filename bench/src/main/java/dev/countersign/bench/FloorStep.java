package dev.countersign.bench;

import dev.countersign.bench.FloorRow.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// One transaction of the floor: its statements, joined by semicolons into one prepared text, so
/// that the driver sends all of them at once and waits once. Nothing is read, nothing is checked.
///
/// @param cells the parameters, in order
record FloorStep(String sql, List<Cell> cells) {

  static final class Draft {
    private final List<String> statements = new ArrayList<>();
    private final List<Cell> cells = new ArrayList<>();

    /// Rows of one table with the same columns, as one statement.
    Draft insert(List<FloorRow> rows) {
      if (rows.isEmpty()) {
        return this;
      }
      FloorRow first = rows.getFirst();
      String columns = String.join(", ", first.cells().keySet());
      String row =
          first.cells().keySet().stream()
              .map(column -> column.equals("situation") ? "cast(? as json)" : "?")
              .collect(Collectors.joining(", ", "(", ")"));
      rows.forEach(each -> cells.addAll(each.cells().values()));
      return add(
          "insert into %s (%s) values %s"
              .formatted(
                  first.table(),
                  columns,
                  rows.stream().map(_ -> row).collect(Collectors.joining(", "))));
    }

    /// A request's row as it stands after a step.
    Draft move(FloorRow request) {
      List<String> columns =
          List.of(
              "state", "situation", "revision", "version", "deadline", "audit_seq", "audit_hash");
      String set =
          columns.stream()
              .map(column -> column + (column.equals("situation") ? " = cast(? as json)" : " = ?"))
              .collect(Collectors.joining(", "));
      columns.forEach(column -> cells.add(request.cell(column)));
      boolean open = request.has("stage");
      if (open) {
        cells.add(request.cell("stage"));
      }
      cells.add(new Cell.Id());
      return add(
          "update request set " + set + ", stage = " + (open ? "?" : "null") + " where id = ?");
    }

    /// Raises deliveries that may be open already.
    Draft order(List<FloorRow> deliveries) {
      for (FloorRow delivery : deliveries) {
        cells.add(new Cell.Id());
        cells.add(delivery.cell("kind"));
        cells.add(delivery.cell("target"));
        cells.add(delivery.cell("due_at"));
        add(
            """
            insert into delivery (request_id, kind, target, due_at) values (?, ?, ?, ?)
            on conflict (request_id, kind, target) do update
               set wanted = delivery.wanted + 1, due_at = excluded.due_at\
            """);
      }
      return this;
    }

    Draft claim(FloorRow delivery) {
      cells.add(delivery.cell("due_at"));
      cells.add(new Cell.Id());
      cells.add(delivery.cell("kind"));
      cells.add(delivery.cell("target"));
      return add(
          "update delivery set due_at = ?, lease = gen_random_uuid(), attempts = attempts + 1"
              + " where request_id = ? and kind = ? and target = ?");
    }

    Draft settle(FloorRow delivery) {
      cells.add(new Cell.Id());
      cells.add(delivery.cell("kind"));
      cells.add(delivery.cell("target"));
      return add("delete from delivery where request_id = ? and kind = ? and target = ?");
    }

    private Draft add(String statement) {
      statements.add(statement);
      return this;
    }

    FloorStep build() {
      return new FloorStep(String.join(";\n", statements), List.copyOf(cells));
    }
  }
}
