package dev.countersign.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Every error that a method here answers of its own is in that method's reference (optional
/// fixtures).
class DocumentedErrorsTest {
  private static final Map<String, List<String>> OURS =
      Map.of(
          "chat.postMessage",
          List.of(
              "channel_not_found",
              "not_in_channel",
              "is_archived",
              "no_text",
              "invalid_blocks",
              "invalid_blocks_format",
              "msg_blocks_too_long",
              "invalid_metadata_format",
              "invalid_metadata_schema",
              "ratelimited"),
          "chat.update",
          List.of("channel_not_found", "message_not_found", "cant_update_message", "msg_too_long"),
          "chat.delete",
          List.of("channel_not_found", "message_not_found", "cant_delete_message"),
          "chat.postEphemeral",
          List.of("channel_not_found", "not_in_channel", "is_archived", "user_not_in_channel"),
          "conversations.info",
          List.of("channel_not_found"),
          "users.info",
          List.of("user_not_found"),
          "views.open",
          List.of(
              "invalid_trigger_id", "exchanged_trigger_id", "expired_trigger_id", "view_too_large"),
          "auth.test",
          List.of(
              "not_authed",
              "invalid_auth",
              "unknown_method",
              "invalid_arg_name",
              "invalid_array_arg",
              "invalid_charset",
              "invalid_form_data",
              "invalid_post_type",
              "missing_post_type"));

  @Test
  void everyErrorIsInTheReference() throws IOException {
    Optional<Path> folder =
        SharedFolder.find("fixtures").map(fixtures -> fixtures.resolve("platforms/slack/api-ref"));
    assumeTrue(folder.filter(Files::isDirectory).isPresent(), "fixtures not present");
    for (var method : OURS.entrySet()) {
      Path file = folder.orElseThrow().resolve(method.getKey() + ".json");
      var reference = (JsonObject) CanonicalJson.parse(Files.readAllBytes(file));
      assertThat(reference.object("errors").members().keySet())
          .as(method.getKey())
          .containsAll(method.getValue());
    }
  }
}
