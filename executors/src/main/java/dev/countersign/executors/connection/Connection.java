package dev.countersign.executors.connection;

/// A registered destination: what an action names as its `target_system`.
public sealed interface Connection permits HttpConnection, AdvisoryConnection {
  String name();
}
