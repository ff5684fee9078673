package dev.countersign.app.http;

/// Ends a request with a [Problem]. Carries no stack: it is an answer, not a fault.
final class ProblemException extends RuntimeException {
  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.code(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
