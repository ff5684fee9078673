package dev.countersign.trial;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;

/// What somebody can do with a trial that stays up: addresses, and commands to copy.
final class Invitation {
  private static final String EXAMPLE = "refund.json";

  private final TrialGate gate;

  Invitation(TrialGate gate) {
    this.gate = gate;
  }

  void print(Transcript transcript) {
    gate.writeProposal(EXAMPLE);
    String api = "http://127.0.0.1:" + gate.server().port();
    String management = "http://127.0.0.1:" + gate.server().managementPort();
    String slack = gate.slack().baseUrl() + "/sandbox/slack";
    String messages = slack + "/messages?channel=" + TrialGate.CHANNEL;
    transcript.heading("It stays up; Ctrl-C ends it");
    transcript.field("Agents' API", api + "/v1/proposals");
    transcript.field("Management", management + "/readyz and " + management + "/metrics");
    transcript.field("Sandbox Slack", messages);
    transcript.field("Sandbox Teams", gate.teams().baseUrl() + ", played by the trial itself");
    transcript.field("Files", gate.folder().root());
    transcript.line("");
    transcript.say("Propose the next one, as the agent:");
    transcript.line("");
    transcript.line("curl -sS " + api + "/v1/proposals \\");
    transcript.line("  -H 'Authorization: Bearer " + gate.apiKey() + "' \\");
    transcript.line("  -H 'Content-Type: application/json' \\");
    transcript.line("  -H \"Idempotency-Key: try-$(date +%s)\" \\");
    transcript.line("  --data-binary @" + quoted(gate.folder().root().resolve(EXAMPLE).toString()));
    transcript.line("");
    transcript.say("Look at the channel, and press a button of the message with that ts, as mira:");
    transcript.line("");
    transcript.line("curl -sS '" + messages + "'");
    transcript.line("");
    transcript.line("curl -sS " + slack + "/press \\");
    transcript.line("  -H 'Content-Type: application/json' \\");
    transcript.line("  --data '" + press() + "'");
    transcript.line("");
    transcript.say(
        "Pressing reject or return opens a form instead; this fills it in and sends it:");
    transcript.line("");
    transcript.line("curl -sS " + slack + "/submit \\");
    transcript.line("  -H 'Content-Type: application/json' \\");
    transcript.line("  --data '" + submit() + "'");
    transcript.line("");
  }

  private static String press() {
    return CanonicalJson.text(
        JsonObject.builder()
            .put("channel", TrialGate.CHANNEL)
            .put("ts", "TS")
            .put("action", "approve")
            .put("user", TrialGate.LEAD)
            .build());
  }

  private static String submit() {
    return CanonicalJson.text(
        JsonObject.builder()
            .put("user", TrialGate.LEAD)
            .put(
                "values",
                JsonObject.builder()
                    .put("reason", "wrong_content")
                    .put("note", "Please look again.")
                    .build())
            .build());
  }

  /// One word for a shell.
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
