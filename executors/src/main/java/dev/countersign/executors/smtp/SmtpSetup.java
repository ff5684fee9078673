package dev.countersign.executors.smtp;

import dev.countersign.executors.connection.SmtpConnection;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.sending.SetupFindings;
import dev.countersign.executors.sending.SetupLook;
import dev.countersign.setup.SetupFinding;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks a mail server whether it would take what is sent, and takes the question back: nothing is
/// said of a recipient or a text.
public final class SmtpSetup implements SetupLook {
  private static final Logger log = LoggerFactory.getLogger(SmtpSetup.class);

  private final SmtpConnection connection;
  private final CredentialResolver credentials;
  private final Dialler dialler;
  private final Departure departure = new Departure();

  public SmtpSetup(SmtpConnection connection, CredentialResolver credentials, Dialler dialler) {
    this.connection = connection;
    this.credentials = credentials;
    this.dialler = dialler;
  }

  @Override
  public List<SetupFinding> look() {
    var findings = new SetupFindings(connection.name());
    findings.credential(connection.credential(), credentials);
    findings.authorities(connection.network().authorities());
    try (Socket plain = dialler.dial(departure::watch)) {
      plain.setSoTimeout(Dialler.millis(connection.limits().timeout()));
      findings.address(plain);
      Dialogue dialogue = SmtpSession.signedIn(plain, connection, credentials, dialler).dialogue();
      findings.good("sign-in", connection.user().map(user -> "as " + user).orElse("not asked for"));
      sender(dialogue, findings);
    } catch (NotSent e) {
      findings.failed("server", e.outcome().code());
    } catch (IOException e) {
      findings.bad("server", "ended the dialogue", "It spoke no SMTP, or went away; ask its log.");
    }
    return findings.all();
  }

  private void sender(Dialogue dialogue, SetupFindings findings) throws IOException {
    String from = connection.sender().address().toString();
    if (dialogue.command("MAIL FROM:<" + from + ">").isPositive()) {
      findings.good("sender", from);
    } else {
      findings.failed("sender", "sender_refused");
    }
    try {
      dialogue.command("RSET");
      dialogue.command("QUIT");
    } catch (IOException e) {
      log.debug("a mail server left first"); // it has said all that was asked
    }
  }

  @Override
  public void giveUp() {
    departure.recall("timeout", 0);
  }
}
