package dev.countersign.executors.connection;

import dev.countersign.executors.wire.StrictUrl;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ApiCall;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.ToolCall;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which actions an entry of a catalogue is about.
sealed interface ActionMatch {

  /// The open segments of the path by their names, if it is about this action; none where the
  /// action has no path.
  Optional<Map<String, String>> in(Action action);

  /// API calls of this method on this path.
  record Call(String method, PathTemplate path) implements ActionMatch {
    @Override
    public Optional<Map<String, String>> in(Action action) {
      return action.changes() instanceof ApiCall call && call.method().name().equals(method)
          ? StrictUrl.parse(call.url()).flatMap(url -> path.values(url.path()))
          : Optional.empty();
    }
  }

  /// Calls of this tool.
  record Tool(String server, String name) implements ActionMatch {
    @Override
    public Optional<Map<String, String>> in(Action action) {
      return action.changes() instanceof ToolCall call
              && call.server().equals(server)
              && call.tool().equals(name)
          ? Optional.of(Map.of())
          : Optional.empty();
    }
  }

  /// Changes of records of this type that change no other fields than these.
  ///
  /// @param fields paths; a change of fewer of them matches, too, but not one of none
  record Change(RecordChange.Operation operation, String type, Set<String> fields)
      implements ActionMatch {
    public Change {
      fields = Set.copyOf(fields);
    }

    @Override
    public Optional<Map<String, String>> in(Action action) {
      return action.changes() instanceof RecordChange change
              && change.operation() == operation
              && change.recordType().equals(type)
              && fields.containsAll(paths(change))
          ? Optional.of(Map.of())
          : Optional.empty();
    }

    private static Set<String> paths(RecordChange change) {
      return change.fields().stream().map(RecordChange.Field::path).collect(Collectors.toSet());
    }
  }
}
