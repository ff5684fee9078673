package dev.countersign.executors.wire;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Message;
import java.util.List;
import java.util.regex.Pattern;

/// The call of Slack that a message becomes: `chat.postMessage` with one section of plain text, in
/// which nothing is parsed: no mark-up, no mention, no link, no emoji by its name. A pure function
/// of the frozen action, so that an auditor can work it out again.
///
/// Source: https://docs.slack.dev/reference/methods/chat.postMessage and
/// https://docs.slack.dev/reference/block-kit/composition-objects/text-object
public final class SentSlackMessage {
  /// Of the text of one section, in UTF-16 units, which no count of Slack's exceeds.
  public static final int MOST_CHARS = 3000;

  private static final String METHOD = "/api/chat.postMessage";
  private static final Pattern THREAD = Pattern.compile("[0-9]{10}\\.[0-9]{6}");

  private SentSlackMessage() {}

  /// @param baseUrl without a slash at its end
  /// @throws IllegalArgumentException when it is to nobody, or to more than one
  public static SentRequest of(Message message, String baseUrl) {
    if (message.recipients().count() != 1) {
      throw new IllegalArgumentException("a message goes to one conversation");
    }
    String text = message.content();
    JsonObject section =
        JsonObject.builder()
            .put("type", "section")
            .put(
                "text",
                JsonObject.builder()
                    .put("type", "plain_text")
                    .put("text", text)
                    .put("emoji", false)
                    .build())
            .build();
    return SentRequest.posting(
        baseUrl + METHOD,
        JsonObject.builder()
            .put("channel", message.to().getFirst().address())
            .put("text", escaped(text))
            .put("blocks", new JsonArray(List.<Json>of(section)))
            .put("mrkdwn", false)
            .put("parse", "none")
            .put("link_names", false)
            .put("unfurl_links", false)
            .put("unfurl_media", false)
            .put("thread_ts", message.threadRef().orElse(null))
            .build());
  }

  /// Whether it is the `ts` of a message, below which another one is posted.
  public static boolean isThread(String ref) {
    return THREAD.matcher(ref).matches();
  }

  /// For the line of a notification, in which these three signs alone begin something.
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
