package dev.countersign.sandbox.slack;

import static dev.countersign.sandbox.wire.JsonRule.bool;
import static dev.countersign.sandbox.wire.JsonRule.byType;
import static dev.countersign.sandbox.wire.JsonRule.oneOf;
import static dev.countersign.sandbox.wire.JsonRule.text;

import dev.countersign.sandbox.wire.JsonRule;
import dev.countersign.sandbox.wire.MemberRules;
import java.util.Map;

/// Text objects and the confirm dialog: the compositions that blocks and elements are made of.
final class TextGrammar {
  static final int CONFIRM_TITLE = 100;
  static final int CONFIRM_TEXT = 300;
  static final int CONFIRM_BUTTON = 30;

  static final JsonRule CONFIRM =
      MemberRules.plain()
          .required("title", plain(CONFIRM_TITLE))
          .required("text", any(CONFIRM_TEXT))
          .required("confirm", plain(CONFIRM_BUTTON))
          .required("deny", plain(CONFIRM_BUTTON))
          .optional("style", oneOf("primary", "danger"));

  private TextGrammar() {}

  static JsonRule plain(int max) {
    return MemberRules.typed("plain_text").required("text", text(1, max)).optional("emoji", bool());
  }

  static JsonRule any(int max) {
    return byType(Map.of("plain_text", plain(max), "mrkdwn", mrkdwn(max)));
  }

  private static JsonRule mrkdwn(int max) {
    return MemberRules.typed("mrkdwn").required("text", text(1, max)).optional("verbatim", bool());
  }
}
