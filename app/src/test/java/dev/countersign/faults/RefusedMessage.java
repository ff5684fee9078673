package dev.countersign.faults;

import static dev.countersign.faults.MessageTargets.SLACK_CHANNEL;
import static dev.countersign.faults.MessageTargets.SLACK_PARTNERS;
import static dev.countersign.faults.MessageTargets.TEAMS_CHANNEL;
import static dev.countersign.faults.MessageTargets.TEAMS_PARTNERS;
import static dev.countersign.faults.ServedMessages.attachment;
import static dev.countersign.faults.ServedMessages.changes;
import static dev.countersign.faults.ServedMessages.message;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/// A message that its connection does not take.
///
/// @param name what is wrong with it
/// @param system one of [MessageTargets]
/// @param written as the agent writes its changes
record RefusedMessage(String name, String system, JsonObject written, String code) {
  static Stream<RefusedMessage> all() {
    String mail = "email";
    return Stream.of(
        new RefusedMessage(
            "a domain that is not listed",
            "mail",
            message(mail, "ada@evil.example", "x"),
            "recipient_not_allowed"),
        new RefusedMessage(
            "a domain below a listed one",
            "mail",
            message(mail, "ada@evil.example.com", "x"),
            "recipient_not_allowed"),
        new RefusedMessage(
            "a route through a listed one",
            "mail",
            message(mail, "ada%evil.example@example.com", "x"),
            "recipient_not_allowed"),
        new RefusedMessage(
            "a hidden recipient of elsewhere",
            "mail",
            changes(mail, List.of("ada@example.com"), "x")
                .put("bcc", parties("eve@evil.example"))
                .build(),
            "recipient_not_allowed"),
        new RefusedMessage(
            "too many recipients",
            "mail",
            changes(mail, List.of("a@example.com", "b@example.com"), "x")
                .put("cc", parties("c@example.com"))
                .put("bcc", parties("d@example.com"))
                .build(),
            "too_many_recipients"),
        new RefusedMessage(
            "a second header in the subject",
            "mail",
            changes(mail, List.of("ada@example.com"), "x")
                .put("subject", "Hello\r\nBcc: eve@evil.example")
                .build(),
            "invalid_proposal"),
        new RefusedMessage(
            "a second header in a name",
            "mail",
            changes(mail, List.of(), "x")
                .put(
                    "to",
                    new JsonArray(
                        List.of(
                            JsonObject.builder()
                                .put("address", "ada@example.com")
                                .put("name", "Ada\nBcc: eve@evil.example")
                                .build())))
                .build(),
            "invalid_proposal"),
        new RefusedMessage(
            "a second header in the thread",
            "mail",
            changes(mail, List.of("ada@example.com"), "x")
                .put("thread_ref", "<a@example.com>\r\nBcc: eve@evil.example")
                .build(),
            "invalid_proposal"),
        new RefusedMessage(
            "a bare carriage return in the text",
            "mail",
            message(mail, "ada@example.com", "x\r.\rMAIL FROM:<eve@evil.example>"),
            "body_not_allowed"),
        new RefusedMessage(
            "bytes that were not handed in",
            "mail",
            changes(mail, List.of("ada@example.com"), "x")
                .put("attachments", new JsonArray(List.of(attachment("a.pdf", new byte[] {42}))))
                .build(),
            "attachment_not_held"),
        new RefusedMessage(
            "a channel that is not listed",
            "chat",
            message("slack", "C0ELSEWHERE", "x"),
            "recipient_not_allowed"),
        new RefusedMessage(
            "a person instead of a channel",
            "chat",
            message("slack", "U0MIRA", "x"),
            "recipient_not_allowed"),
        new RefusedMessage(
            "two channels at once",
            "chat",
            changes("slack", List.of(SLACK_CHANNEL, SLACK_PARTNERS), "x").build(),
            "too_many_recipients"),
        new RefusedMessage(
            "a channel that another organisation reads",
            "inside-chat",
            message("slack", SLACK_PARTNERS, "x"),
            "audience_not_allowed"),
        new RefusedMessage(
            "the same, and the agent says that it is internal",
            "inside-chat",
            changes("slack", List.of(SLACK_PARTNERS), "x").put("audience", "internal").build(),
            "audience_not_allowed"),
        new RefusedMessage(
            "a thread of elsewhere",
            "team",
            changes("teams", List.of(TEAMS_CHANNEL), "x")
                .put("thread_ref", "1764500000000/../../19:x/activities/1")
                .build(),
            "header_not_allowed"),
        new RefusedMessage(
            "a conversation of the other chat",
            "team",
            message("teams", SLACK_CHANNEL, "x"),
            "recipient_not_allowed"),
        new RefusedMessage(
            "a conversation with a guest",
            "inside-team",
            changes("teams", List.of(TEAMS_PARTNERS), "x").put("audience", "internal").build(),
            "audience_not_allowed"));
  }

  private static JsonArray parties(String address) {
    return new JsonArray(List.of(JsonObject.builder().put("address", address).build()));
  }

  @Override
  public String toString() {
    return name;
  }
}
