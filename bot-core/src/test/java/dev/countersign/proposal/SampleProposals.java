package dev.countersign.proposal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// One proposal of each class, as bodies and as drafts.
public final class SampleProposals {
  private SampleProposals() {}

  /// An `api_call`: POST https://api.billing.example/v1/refunds, with every optional member a body
  /// can have.
  public static ProposalDraft refund() {
    return draft(refundBody());
  }

  public static byte[] refundBody() {
    return resource("refund.json");
  }

  /// A `message` to a customer, with commitments in its text.
  public static ProposalDraft ticketReply() {
    return draft(ticketReplyBody());
  }

  public static byte[] ticketReplyBody() {
    return resource("ticket-reply.json");
  }

  /// A `record_change` of two fields.
  public static ProposalDraft billingTerms() {
    return draft(billingTermsBody());
  }

  public static byte[] billingTermsBody() {
    return resource("billing-terms.json");
  }

  /// A `tool_call` in staging.
  public static ProposalDraft merge() {
    return draft(mergeBody());
  }

  public static byte[] mergeBody() {
    return resource("merge.json");
  }

  /// Reads a body that a test knows to be acceptable.
  public static ProposalDraft draft(byte[] body) {
    return switch (ProposalReader.read(body)) {
      case ReadResult.Accepted(ProposalDraft draft) -> draft;
      case ReadResult.Malformed malformed -> throw new AssertionError(malformed);
      case ReadResult.Invalid invalid -> throw new AssertionError(invalid);
    };
  }

  private static byte[] resource(String name) {
    try (InputStream in = SampleProposals.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError("no sample " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
