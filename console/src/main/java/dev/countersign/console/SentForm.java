package dev.countersign.console;

import dev.countersign.json.Digest;

/// A form that came.
///
/// @param digest of the bytes that came, which a vote keeps
record SentForm(FormBody form, Digest digest) {
  static final String EARLIER = "An earlier page";
  static final String STALE =
      "This form is from an earlier sign-in, so nothing came of it. Please send it once more.";
}
