package dev.countersign.executors.connection;

import java.util.Set;

/// What may be attached to the mail of a connection.
///
/// @param most attachments of one mail, 1..[#MOST]
/// @param bytes of all of them together, 1..[#MOST_BYTES]
/// @param mediaTypes in lower case, without parameters
public record AllowedAttachments(int most, int bytes, Set<String> mediaTypes) {
  static final int MOST = 20;
  static final int USUAL = 5;
  static final int MOST_BYTES = 20 * 1024 * 1024;
  static final int USUAL_BYTES = 5 * 1024 * 1024;
  static final int MOST_TYPES = 50;

  public AllowedAttachments {
    mediaTypes = Set.copyOf(mediaTypes);
  }
}
