package dev.countersign.executors.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.countersign.execution.Outcome;
import dev.countersign.executors.Mail;
import dev.countersign.executors.RelayedProcess;
import dev.countersign.executors.RelayedProcess.Sent;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of a process that sends a mail, right before and right after each message that it
/// sends to the server. What becomes of the request then, `CrashTest` shows.
@Timeout(600)
class MailCrashTest {
  /// How many of the points are tried, beside those around the dot that ends the mail.
  private static final int POINTS = Integer.getInteger("countersign.crash.points", 3);

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  @TempDir private Path folder;

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  /// A process of its own.
  static final class CrashingMail {
    private CrashingMail() {}

    /// @param args the port of the server
    public static void main(String[] args) {
      Outcome outcome =
          Mail.plain(Integer.parseInt(args[0]))
              .send(Mail.message("Terms", "You have 60 days now."));
      System.exit(outcome instanceof Outcome.Succeeded ? 0 : 1);
    }
  }

  @Test
  void whereverTheProcessDiesAMailIsThereWholeAndOnceOrNotAtAll() throws Exception {
    Sent whole = run(RelayedProcess.NEVER);
    assertThat(server.getReceivedMessages()).hasSize(1);

    int mails = 1;
    for (int point : whole.points(POINTS)) {
      Sent sent = run(point);
      mails += sent.deciding() > 0 ? 1 : 0;
      assertThat(server.getReceivedMessages()).as("killed at point %s", point).hasSize(mails);
    }
    for (var mail : server.getReceivedMessages()) {
      assertThat(mail.getContent().toString()).contains("You have 60 days now.");
    }
  }

  private Sent run(int fatal) throws Exception {
    return new RelayedProcess(
            folder.resolve("child.log"),
            server.getSmtp().getPort(),
            sent -> sent.contains("\r\n.\r\n"))
        .run(CrashingMail.class, fatal);
  }
}
