package dev.countersign.bench;

/// What is used up while items are done. Processor times are in nanoseconds.
enum Cost {
  /// Processor time of this process, without the three kinds below.
  JVM,
  /// Processor time of the JVM's compilers.
  COMPILERS,
  /// Processor time of the JVM's garbage collection and of its other housekeeping.
  COLLECTORS,
  /// Processor time of callers that stand for clients on other machines.
  CALLERS,
  /// Processor time of all processes of the Postgres server.
  POSTGRES,
  /// Processor time that others took on this machine, or its host took away.
  OTHERS,
  /// Processor time that there was: all processors, busy or not.
  MACHINE,
  /// Bytes of write-ahead log, of the whole server.
  WAL,
  /// Bytes by which the tables and indexes grew.
  DISK,
  /// Times that somebody waited for an answer of the database.
  TRIPS,
  /// Openings, decisions and other steps that the gate wrote.
  STEPS,
  /// Transactions in which it wrote them.
  BATCHES
}
