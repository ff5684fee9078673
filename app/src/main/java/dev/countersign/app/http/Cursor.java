package dev.countersign.app.http;

import dev.countersign.proposal.ProposalId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Where a list goes on, as text that callers only hand back.
record Cursor(ProposalId before) {

  String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(before.value().getBytes(StandardCharsets.US_ASCII));
  }

  static Optional<Cursor> parse(String text) {
    try {
      byte[] id = Base64.getUrlDecoder().decode(text);
      return ProposalId.parse(new String(id, StandardCharsets.US_ASCII)).map(Cursor::new);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
