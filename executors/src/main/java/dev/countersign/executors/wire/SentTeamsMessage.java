package dev.countersign.executors.wire;

import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Message;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// The call of the Bot Connector that a message becomes: an activity of plain text, in which
/// nothing is parsed: no mark-up, and no mention, as those need entities. A pure function of the
/// frozen action, so that an auditor can work it out again.
///
/// Source:
/// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
/// (Send to Conversation, Reply to Activity; Activity object, `textFormat`)
public final class SentTeamsMessage {
  /// In UTF-16 units: well below the 28 KB that an activity may have.
  public static final int MOST_CHARS = 7000;

  private static final Pattern THREAD = Pattern.compile("[0-9]{10,16}");

  private SentTeamsMessage() {}

  /// @param message with a thread that [#isThread], if any
  /// @param baseUrl without a slash at its end
  /// @throws IllegalArgumentException when it is to nobody, or to more than one
  public static SentRequest of(Message message, String baseUrl) {
    if (message.recipients().count() != 1) {
      throw new IllegalArgumentException("a message goes to one conversation");
    }
    String conversation = message.to().getFirst().address();
    return SentRequest.posting(
        baseUrl
            + "/teams/v3/conversations/"
            + URLEncoder.encode(conversation, StandardCharsets.UTF_8)
            + "/activities"
            + message.threadRef().map(answered -> "/" + answered).orElse(""),
        JsonObject.builder()
            .put("type", "message")
            .put("textFormat", "plain")
            .put("text", message.content())
            .build());
  }

  /// Whether it is the ID of a message, below which another one is posted.
  public static boolean isThread(String ref) {
    return THREAD.matcher(ref).matches();
  }
}
