package dev.countersign.executors.teams;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.http.AnswerReading;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonString;
import java.io.IOException;

/// What the connector's answer says of the message: it is posted where the answer has its ID.
///
/// Source:
/// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
final class TeamsAnswer implements AnswerReading {

  @Override
  public Outcome read(int status, Body body, Digest sent) throws IOException {
    if (status >= 400 && status < 500 && status != 408) {
      return new Outcome.Failed("target_refused", status);
    }
    if (status != 200 && status != 201) {
      return AnswerReading.uncertain(status);
    }
    byte[] bytes = body.bytes();
    return hasId(bytes)
        ? new Outcome.Succeeded(status, sent, Digest.of(bytes))
        : new Outcome.Unknown("malformed_answer", status);
  }

  private static boolean hasId(byte[] body) {
    try {
      return CanonicalJson.parse(body) instanceof JsonObject answer
          && answer.get("id") instanceof JsonString(String id)
          && !id.isEmpty();
    } catch (JsonRefusedException e) {
      return false;
    }
  }
}
