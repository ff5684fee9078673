package dev.countersign.sandbox.mail;

import dev.countersign.sandbox.wire.FaultScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A mail server on the loopback address that keeps what it really receives, and delivers nothing
/// to anybody.
///
/// It speaks SMTP (RFC 5321) without TLS and without extensions but `AUTH PLAIN` (RFC 4954) and
/// `SIZE` (RFC 1870), and is strict: whoever has not signed in sends nothing, each command comes in
/// its turn, each line ends with CRLF, each byte is ASCII.
///
/// It keeps the first 1,000 mails; after those it refuses any other (`452`). At most 20 talk to it
/// at once; another one is told to come again (`421`).
public final class MailTarget implements AutoCloseable {
  static final int MAX_KEPT = 1_000;
  static final int MAX_OPEN = 20;

  private static final String END = ".";

  private final ServerSocket server;
  private final String user;
  private final String password;
  private final List<ReceivedMail> received = new CopyOnWriteArrayList<>();
  private final FaultScript<MailFault> faults = new FaultScript<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sandbox-mail-", 0).factory());

  private MailTarget(ServerSocket server, String user, String password) {
    this.server = server;
    this.user = user;
    this.password = password;
  }

  /// On any free port.
  ///
  /// @param user the only one who may send, with this password
  public static MailTarget start(String user, String password) {
    try {
      var started =
          new MailTarget(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), user, password);
      started.threads.execute(started::accept);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /// Everything, the oldest first.
  public List<ReceivedMail> received() {
    return List.copyOf(received);
  }

  /// The end of the next mails goes wrong.
  ///
  /// @param times of how many
  public void fail(MailFault fault, int times) {
    faults.add(END, fault, times);
  }

  Optional<MailFault> nextFault() {
    return faults.next(END);
  }

  /// Whether it is kept.
  boolean take(ReceivedMail mail) {
    synchronized (received) {
      return received.size() < MAX_KEPT && received.add(mail);
    }
  }

  boolean isUser(String who, String secret) {
    return user.equals(who)
        && MessageDigest.isEqual(
            password.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        threads.execute(() -> serve(socket));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      new MailDialogue(this, socket).talk(open.size() > MAX_OPEN);
    } catch (IOException _) {
      // It left, or said nothing for too long; whatever was not ended is not kept.
    } finally {
      open.remove(socket);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
