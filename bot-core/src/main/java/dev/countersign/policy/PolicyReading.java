package dev.countersign.policy;

import java.util.List;

/// What came of reading a policy file: a policy, or everything that is wrong with the file. A file
/// that cannot be read never replaces a policy that could.
public sealed interface PolicyReading {

  record Read(Policy policy) implements PolicyReading {}

  record Unreadable(List<PolicyProblem> problems) implements PolicyReading {
    public Unreadable {
      problems = List.copyOf(problems);
    }
  }
}
