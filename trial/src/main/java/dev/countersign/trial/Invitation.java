package dev.countersign.trial;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import java.net.URI;
import java.util.Optional;

/// What somebody can do with a trial that stays up: addresses, and commands to copy.
final class Invitation {
  private static final String EXAMPLE = "refund.json";

  private final TrialGate gate;
  private final URI page;
  private final Optional<Playground> playground;

  Invitation(TrialGate gate, URI page, Optional<Playground> playground) {
    this.gate = gate;
    this.page = page;
    this.playground = playground;
  }

  void print(Transcript transcript) {
    gate.writeProposal(EXAMPLE);
    String api = "http://127.0.0.1:" + gate.server().port();
    String management = "http://127.0.0.1:" + gate.server().managementPort();
    String slack = gate.slack().baseUrl() + "/sandbox/slack";
    String messages = slack + "/messages?channel=" + TrialGate.CHANNEL;
    transcript.heading("It stays up; Ctrl-C ends it");
    transcript.field("Open this", page + ", both chats in your browser");
    transcript.field("Console", gate.console() + ", to review and decide in a browser");
    transcript.field("Agents' API", api + "/v1/proposals");
    transcript.field("Management", management + "/readyz and " + management + "/metrics");
    transcript.field("Sandbox Slack", messages);
    transcript.field(
        "Sandbox Teams",
        gate.teams().baseUrl()
            + playground
                .map(_ -> ", shown by the playground")
                .orElse(", played by the trial itself"));
    transcript.field("Files", gate.folder().root());
    transcript.line("");
    transcript.say("Propose the next one, as the agent:");
    transcript.line("");
    transcript.line("curl -sS " + api + "/v1/proposals \\");
    transcript.line("  -H 'Authorization: Bearer " + gate.apiKey() + "' \\");
    transcript.line("  -H 'Content-Type: application/json' \\");
    transcript.line("  -H \"Idempotency-Key: try-$(date +%s)\" \\");
    transcript.line(
        "  --data-binary @" + Shell.word(gate.folder().root().resolve(EXAMPLE).toString()));
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
    playground.ifPresent(there -> invite(there, transcript));
  }

  private static void invite(Playground playground, Transcript transcript) {
    transcript.say(
        "What is proposed from now on is asked in Microsoft 365 Agents Playground, too, once it"
            + " runs. It is Microsoft's, under Microsoft's licence, and needs Node.js; npm gets it."
            + " With this command it listens on this machine alone. The address of the bot is a"
            + " secret: who has it speaks for everybody.");
    transcript.line("");
    playground.command().forEach(transcript::line);
    transcript.line("");
    transcript.say(
        "Open "
            + playground.page()
            + " and the channel "
            + TrialGate.CHANNEL_NAME
            + ", then propose: the page shows what comes after it was opened. You are mira, who may"
            + " decide; Decide… shows her own card.");
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
}
