package dev.countersign.ledger;

import dev.countersign.json.Digest;

/// The bytes of one file of a version. The digest over them names them.
public final class FileText {
  public static final int MOST_BYTES = 1024 * 1024;

  private final DeployedFile file;
  private final byte[] bytes;
  private final Digest digest;

  /// @throws IllegalArgumentException beyond [#MOST_BYTES]
  public FileText(DeployedFile file, byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      throw new IllegalArgumentException("a file of a version has at most " + MOST_BYTES);
    }
    this.file = file;
    this.bytes = bytes.clone();
    this.digest = Digest.of(bytes);
  }

  public DeployedFile file() {
    return file;
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public Digest digest() {
    return digest;
  }
}
