package dev.countersign.bench;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.people.People;
import dev.countersign.people.PeopleReader;
import dev.countersign.people.PeopleReading;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyReader;
import dev.countersign.policy.PolicyReading;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The deployment and the work that are measured: answers to customers, proposed by eight agents,
/// each asked in a channel of its own of the same four support leads, any one of whom may approve.
final class Sample {
  static final String TEAM = "T0BENCH";
  static final String APP = "A0BENCH";
  static final List<String> LEADS = List.of("U0LENA", "U0MARC", "U0NINA", "U0OMAR");

  private static final String PARAGRAPH =
      "We looked into the parcel together with the carrier and found that it was damaged on its way"
          + " between the two depots. The carrier has confirmed this and takes the cost.\\n\\nYou"
          + " need not send anything back. A new parcel leaves our warehouse on the next working"
          + " day and should reach you within three days; you will get the number to follow it as"
          + " soon as it is on its way.\\n\\nWe are sorry for the trouble. If the new parcel is"
          + " late, or if anything in it is not as you ordered it, answer this message and it will"
          + " come to the same desk.\\n\\n";

  // A page of JSON, with its three places: it stands apart from the line that fills them.
  @SuppressWarnings("InlineFormatString")
  private static final String BODY =
      """
      {"action_type": "message.send", "target_system": "helpdesk", "target_id": "ticket/%d",
       "proposed_changes": {"class": "message", "channel": "ticket_reply", "audience": "external",
         "to": [{"address": "mara@client.example", "name": "Mara Lind"}],
         "cc": [{"address": "desk@example.com"}],
         "subject": "Your broken parcel, ticket %d",
         "body": {"media_type": "text/plain", "content": "Dear Mara,\\n\\n%sYour support team"}},
       "rationale": "The carrier confirmed the damage; the customer waits for a word.",
       "confidence": 0.93, "risk_level": "medium"}
      """;

  private Sample() {}

  /// A proposal with an action of about 1.5 KB.
  ///
  /// @param number makes it differ from all others
  static byte[] proposal(long number) {
    return BODY.formatted(number, number, PARAGRAPH.repeat(2)).getBytes(StandardCharsets.UTF_8);
  }

  static Policy policy() {
    byte[] file = resource("policy.json");
    return switch (PolicyReader.read(object(file), Digest.of(file))) {
      case PolicyReading.Read(var policy) -> policy;
      case PolicyReading.Unreadable(var problems) ->
          throw new IllegalStateException(problems.toString());
    };
  }

  static People people() {
    return switch (PeopleReader.read(object(resource("people.json")))) {
      case PeopleReading.Read(var people) -> people;
      case PeopleReading.Unreadable(var problems) ->
          throw new IllegalStateException(problems.toString());
    };
  }

  private static JsonObject object(byte[] file) {
    return (JsonObject) CanonicalJson.parse(file);
  }

  private static byte[] resource(String name) {
    try (InputStream in = Sample.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
