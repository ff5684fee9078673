package dev.countersign.executors.connection;

import java.net.InetAddress;
import java.nio.file.Path;

/// Where the records of a connection of `kind: sql` are.
public sealed interface SqlDatabase {

  /// As people are told of it.
  ///
  /// @param plain what is said where there is no TLS
  String described(String plain);

  /// A database of a server.
  ///
  /// @param host canonical: a lower-case name, a dotted quad, or a literal in brackets
  /// @param port 1..65535
  /// @param name of the database, in letters, digits, `_` and `-`
  /// @param encrypted by TLS with the certificate of the host; otherwise to this machine alone
  record Server(Engine engine, String host, int port, String name, boolean encrypted)
      implements SqlDatabase {

    /// Whether this address may be connected to.
    public boolean reaches(InetAddress address, NetworkAccess network) {
      return AddressReach.reaches(address, encrypted, network.privateAddresses());
    }

    @Override
    public String described(String plain) {
      return engine.prefix + host + ":" + port + "/" + name + (encrypted ? "" : ", " + plain);
    }
  }

  /// A database of H2 in a file of this machine, for trying things out.
  ///
  /// @param file absolute, without the `.mv.db` that H2 adds
  record H2File(Path file) implements SqlDatabase {
    @Override
    public String described(String plain) {
      return "H2 in " + file;
    }
  }

  /// What is spoken to a server.
  enum Engine {
    /// Version 14 or later.
    POSTGRESQL(5432, ""),
    /// MariaDB 10.6 or later, and what speaks its protocol.
    MARIADB(3306, "MariaDB at ");

    private final int usualPort;
    private final String prefix;

    Engine(int usualPort, String prefix) {
      this.usualPort = usualPort;
      this.prefix = prefix;
    }

    public int usualPort() {
      return usualPort;
    }
  }
}
