package dev.countersign.executors.sending;

import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.setup.SetupFinding;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a look has found of one connection, in order.
public final class SetupFindings {
  /// More, and times in logs and in what is executed contradict each other.
  private static final Duration CLOCKS_APART = Duration.ofSeconds(30);

  private static final Map<String, String> ADVICE =
      Map.ofEntries(
          Map.entry("dns_failed", "The name has no address here: look at the host in the file."),
          Map.entry(
              "address_denied",
              "The name leads to an address that is not connected to. A private one needs"
                  + " allow_private_addresses."),
          Map.entry("connect_failed", "Nothing listens there, or a firewall says no."),
          Map.entry("connect_timeout", "Nothing answers there: a firewall may drop it."),
          Map.entry(
              "tls_failed", "No certificate of this host that this Java trusts, or no common TLS."),
          Map.entry("tls_not_offered", "The server offers no TLS: turn it on there."),
          Map.entry("sign_in_not_offered", "The server signs nobody in by a password."),
          Map.entry("sign_in_refused", "Look at user and credential in the file."),
          Map.entry("sender_refused", "Have the server take mail from this address."),
          Map.entry("ca_unavailable", "Put the file of certificates there, in PEM."),
          Map.entry(
              "file_not_private",
              "Have nobody but its owner write the file and its folder: chmod go-w."),
          Map.entry("proxy_refused", "Have the proxy let this gate connect to the host."),
          Map.entry("proxy_failed", "What listens there is no proxy that takes CONNECT."),
          Map.entry("credential_unavailable", "Set the variable, or write the file."));

  private final String connection;
  private final List<SetupFinding> all = new ArrayList<>();

  /// @param connection its name
  public SetupFindings(String connection) {
    this.connection = connection;
  }

  public List<SetupFinding> all() {
    return List.copyOf(all);
  }

  public void good(String what, String found) {
    all.add(SetupFinding.good(subject(what), found));
  }

  public void note(String what, String found, String next) {
    all.add(SetupFinding.note(subject(what), found, next));
  }

  public void unseen(String what, String found, String next) {
    all.add(SetupFinding.unseen(subject(what), found, next));
  }

  public void bad(String what, String found, String next) {
    all.add(SetupFinding.bad(subject(what), found, next));
  }

  private String subject(String what) {
    return connection + " " + what;
  }

  /// By the code of what ended it.
  public void failed(String what, String code) {
    bad(what, code, ADVICE.getOrDefault(code, "docs/connections.md says what this code means."));
  }

  /// Whether it is there; its value is in no finding.
  public void credential(Optional<CredentialReference> reference, CredentialResolver credentials) {
    if (reference.isEmpty()) {
      good("credential", "none");
    } else if (credentials.resolve(reference.get()).isPresent()) {
      good("credential", reference.get() + " is there");
    } else {
      bad(
          "credential",
          reference.get() + " is not there, or no line of printable ASCII",
          ADVICE.getOrDefault("credential_unavailable", ""));
    }
  }

  /// Whether the file of certificates is read; without one nothing is said.
  public void authorities(Optional<Path> file) {
    file.ifPresent(it -> {
      if (TrustedAuthorities.read(it) instanceof TrustedAuthorities.Read.Not(String why)) {
        bad("ca", it + " " + why, ADVICE.getOrDefault("ca_unavailable", ""));
      } else {
        good("ca", it + " is trusted here, and nobody else");
      }
    });
  }

  public void address(Socket connected) {
    good("address", connected.getInetAddress().getHostAddress() + ", port " + connected.getPort());
  }

  /// @param theirs empty where the target did not say
  public void clock(Optional<Instant> theirs, Instant ours) {
    if (theirs.isEmpty()) {
      unseen("clock", "the answer has no Date", "");
      return;
    }
    Duration apart = Duration.between(ours, theirs.get());
    String allowed = CLOCKS_APART.toSeconds() + " s";
    if (apart.abs().compareTo(CLOCKS_APART) > 0) {
      note(
          "clock",
          apart.abs().toSeconds()
              + " s "
              + (apart.isNegative() ? "behind" : "ahead of")
              + " this machine's, more than "
              + allowed,
          "Signed requests and the times of tokens may be refused: set the clock of this machine,"
              + " or have theirs set.");
    } else {
      good("clock", "as this machine's, within " + allowed);
    }
  }
}
