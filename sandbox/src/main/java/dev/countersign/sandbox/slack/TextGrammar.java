package dev.countersign.sandbox.slack;

import static dev.countersign.sandbox.wire.Rule.bool;
import static dev.countersign.sandbox.wire.Rule.byType;
import static dev.countersign.sandbox.wire.Rule.oneOf;
import static dev.countersign.sandbox.wire.Rule.text;

import dev.countersign.sandbox.wire.Rule;
import dev.countersign.sandbox.wire.Shape;
import java.util.Map;

/// Text objects and the confirm dialog: the compositions that blocks and elements are made of.
final class TextGrammar {
  static final int CONFIRM_TITLE = 100;
  static final int CONFIRM_TEXT = 300;
  static final int CONFIRM_BUTTON = 30;

  static final Rule CONFIRM =
      Shape.plain()
          .required("title", plain(CONFIRM_TITLE))
          .required("text", any(CONFIRM_TEXT))
          .required("confirm", plain(CONFIRM_BUTTON))
          .required("deny", plain(CONFIRM_BUTTON))
          .optional("style", oneOf("primary", "danger"));

  private TextGrammar() {}

  static Rule plain(int max) {
    return Shape.typed("plain_text").required("text", text(1, max)).optional("emoji", bool());
  }

  static Rule any(int max) {
    return byType(Map.of("plain_text", plain(max), "mrkdwn", mrkdwn(max)));
  }

  private static Rule mrkdwn(int max) {
    return Shape.typed("mrkdwn").required("text", text(1, max)).optional("verbatim", bool());
  }
}
