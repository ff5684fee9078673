package dev.countersign.bench;

import dev.countersign.store.PostgresStore.Written;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Reads what was used up so far; the difference of two readings is what the time between cost.
/// What Postgres does in the background counts where it happens.
final class Meter implements AutoCloseable {
  private static final String DATABASE =
      """
      select cast(pg_current_wal_lsn() - '0/0' as bigint) as wal,
             (select cast(coalesce(sum(pg_total_relation_size(c.oid)), 0) as bigint)
                from pg_class c
               where c.relnamespace = cast(current_schema() as regnamespace)
                 and c.relkind = 'r') as disk
      """;

  private final Connection connection;
  private final PreparedStatement database;
  private final OptionalLong postmaster;
  private final JvmThreads threads = new JvmThreads();
  private List<Supplier<Written>> writers = List.of();

  private Meter(Connection connection, OptionalLong postmaster) throws SQLException {
    this.connection = connection;
    this.database = connection.prepareStatement(DATABASE);
    this.postmaster = postmaster;
  }

  /// @param database whose tables are looked at
  /// @param postmaster of the server, where that runs on this machine and for this bench alone
  static Meter of(BenchDatabase database, OptionalLong postmaster) throws SQLException {
    return new Meter(database.connect(), postmaster);
  }

  /// From now on it reads as well how much they wrote together.
  void watch(List<Supplier<Written>> stores) {
    writers = List.copyOf(stores);
  }

  Costs read() throws SQLException {
    Map<Cost, Long> read = new EnumMap<>(Cost.class);
    read.put(Cost.CALLERS, 0L);
    read.put(Cost.TRIPS, CountingSockets.trips());
    try (ResultSet row = database.executeQuery()) {
      row.next();
      read.put(Cost.WAL, row.getLong("wal"));
      read.put(Cost.DISK, row.getLong("disk"));
    }
    if (!writers.isEmpty()) {
      List<Written> written = writers.stream().map(Supplier::get).toList();
      read.put(Cost.STEPS, written.stream().mapToLong(Written::items).sum());
      read.put(Cost.BATCHES, written.stream().mapToLong(Written::transactions).sum());
    }
    processors(read);
    return new Costs(read);
  }

  private void processors(Map<Cost, Long> read) {
    long process = process();
    Optional<JvmThreads.Times> own = threads.look();
    own.ifPresent(times -> {
      read.put(Cost.COMPILERS, times.compilers());
      read.put(Cost.COLLECTORS, times.collectors());
    });
    read.put(
        Cost.JVM, process - own.map(times -> times.compilers() + times.collectors()).orElse(0L));
    OptionalLong server =
        postmaster.isPresent() ? MachineTimes.tree(postmaster.getAsLong()) : OptionalLong.empty();
    server.ifPresent(nanos -> read.put(Cost.POSTGRES, nanos));
    MachineTimes.machine()
        .filter(_ -> server.isPresent())
        .ifPresent(machine -> {
          read.put(Cost.MACHINE, machine.all());
          read.put(Cost.OTHERS, machine.busy() - process - server.getAsLong());
        });
  }

  private static long process() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      return system.getProcessCpuTime();
    }
    throw new IllegalStateException("this JVM does not tell its processor time");
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
