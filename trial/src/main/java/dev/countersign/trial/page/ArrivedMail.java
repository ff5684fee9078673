package dev.countersign.trial.page;

import dev.countersign.json.Digest;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.ProposalId;
import dev.countersign.sandbox.mail.MailTarget;
import dev.countersign.sandbox.mail.ReceivedMail;
import dev.countersign.token.Grant;
import java.util.List;

/// What arrived of an approved message at the mail server of the trial.
public final class ArrivedMail {
  private static final String LINE_END = "\r\n";

  private ArrivedMail() {}

  /// All of this request and revision. The gate makes the `Message-ID` of these two, so that a copy
  /// would be here, too.
  public static List<ReceivedMail> of(MailTarget mail, ProposalId id, long revision) {
    String digest = Digest.of(Grant.idempotencyKey(id, Math.toIntExact(revision))).value();
    String begins = "<" + digest.substring(digest.indexOf(':') + 1) + "@";
    return mail.received().stream()
        .filter(
            one -> one.header("Message-ID").filter(found -> found.startsWith(begins)).isPresent())
        .toList();
  }

  /// Whether a mail program shows exactly the text that was approved. In a mail each line ends with
  /// CRLF.
  public static boolean isWhole(ReceivedMail mail, Message approved) {
    String lines = approved.content().replace(LINE_END, "\n").replace("\n", LINE_END);
    String whole = lines.endsWith(LINE_END) ? lines : lines + LINE_END;
    return mail.text().filter(whole::equals).isPresent();
  }
}
