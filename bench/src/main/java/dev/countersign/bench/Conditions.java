package dev.countersign.bench;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Under which a run's figures hold.
record Conditions(Map<String, String> facts) {
  private static final long MEBIBYTE = 1 << 20;
  private static final List<String> POSTGRES =
      List.of(
          "server_version",
          "fsync",
          "synchronous_commit",
          "full_page_writes",
          "wal_sync_method",
          "shared_buffers",
          "max_wal_size");

  /// Without these a commit may be lost in a crash, and the figures mean nothing.
  private static final List<String> DURABLE =
      List.of("fsync", "synchronous_commit", "full_page_writes");

  static Conditions of(Connection connection, BenchSettings settings, int actionBytes, Instant at)
      throws SQLException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("date", at.toString());
    Runtime runtime = Runtime.getRuntime();
    facts.put("processors", Integer.toString(runtime.availableProcessors()));
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      facts.put("memory", system.getTotalMemorySize() / MEBIBYTE + " MiB");
    }
    facts.put("load before", load());
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("jvm", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("heap", runtime.maxMemory() / MEBIBYTE + " MiB at most");
    for (String name : POSTGRES) {
      facts.put("postgres " + name, setting(connection, name));
    }
    facts.put(
        "connections",
        "%d for each of the gate's 3 pools, %d for split"
            .formatted(settings.connections(), BenchGate.POOLS * settings.connections()));
    facts.put("action", actionBytes + " bytes");
    facts.put(
        "agents and channels",
        Sample.AGENTS + " and " + Sample.CHANNELS + ", usual limits; forgotten after each turn");
    facts.put("rounds", "%d of %d ms".formatted(settings.rounds(), settings.round().toMillis()));
    return new Conditions(facts);
  }

  /// @param size of the whole database, in bytes
  /// @param before the load when it was filled
  static Conditions ofQueue(
      Connection connection, Instant at, long pending, long past, long size, String before)
      throws SQLException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("date", at.toString());
    facts.put("pending", Long.toString(pending));
    facts.put("past", Long.toString(past));
    facts.put("database", size / MEBIBYTE + " MiB");
    facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("load before", before);
    facts.put("load after", load());
    facts.put("jvm", System.getProperty("java.vm.name") + " " + Runtime.version());
    for (String name : POSTGRES) {
      facts.put("postgres " + name, setting(connection, name));
    }
    return new Conditions(facts);
  }

  /// With more of them behind.
  Conditions and(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(facts);
    all.putAll(more);
    return new Conditions(all);
  }

  /// How busy the machine is with everything, this process included; over the last minute.
  static String load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f", load);
  }

  /// Postgres settings by which a crash could lose what was committed.
  List<String> notDurable() {
    return DURABLE.stream().filter(name -> "off".equals(facts.get("postgres " + name))).toList();
  }

  private static String setting(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("show " + name)) {
      row.next();
      return row.getString(1);
    }
  }
}
