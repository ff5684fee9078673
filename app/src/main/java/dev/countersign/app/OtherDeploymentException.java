package dev.countersign.app;

import java.util.List;

/// This replica was given other keys or files than the deployment runs with. Each line says which,
/// and what to do.
public final class OtherDeploymentException extends RuntimeException {
  private final transient List<String> lines;

  OtherDeploymentException(List<String> lines) {
    super(String.join(" ", lines));
    this.lines = List.copyOf(lines);
  }

  public List<String> lines() {
    return lines;
  }
}
