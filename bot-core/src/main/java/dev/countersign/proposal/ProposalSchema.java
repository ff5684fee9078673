package dev.countersign.proposal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The published shape of a proposal: JSON Schema 2020-12, `$id`
/// `urn:countersign:schema:proposal.v1`. [ProposalReader] takes nothing that it does not, and says
/// where it is stricter than a schema can be.
public final class ProposalSchema {
  public static final String NAME = "proposal.v1.schema.json";

  private ProposalSchema() {}

  /// UTF-8.
  public static byte[] bytes() {
    try (InputStream in = ProposalSchema.class.getResourceAsStream(NAME)) {
      if (in == null) {
        throw new IllegalStateException("this build has no " + NAME);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
