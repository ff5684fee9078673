package dev.countersign.proposal;

/// Who carries the action out once it is approved: the gate, an executor that redeems the grant, or
/// nobody.
public enum ExecutionMode {
  GATEWAY,
  GRANT,
  NONE
}
