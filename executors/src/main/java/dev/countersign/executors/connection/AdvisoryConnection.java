package dev.countersign.executors.connection;

/// Known here, carried out elsewhere: proposals are ruled on, decided and proven, and the gate
/// sends nothing.
public record AdvisoryConnection(String name) implements Connection {}
