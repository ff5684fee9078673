package dev.countersign.trial.page;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.ProposalId;
import dev.countersign.sandbox.billing.BillingTarget.Received;
import dev.countersign.sandbox.mail.ReceivedMail;
import dev.countersign.token.Grant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the target of a request really got, with the words that the page shows.
final class Targets {
  /// Shown of one request; a second one would be a fault of the gate.
  private static final int SHOWN = 5;

  private final ShownTargets targets;

  Targets(ShownTargets targets) {
    this.targets = targets;
  }

  /// @return `system`, `words`, and `got`: what arrived, each as one text
  JsonObject of(ProposalId id, long revision, Action action) {
    String system = action.targetSystem();
    return switch (system) {
      case ShownTargets.BILLING -> {
        List<Received> calls = calls(id, revision);
        yield told(
            system,
            counted("Billing", calls.size(), "call") + (calls.isEmpty() ? "." : ":"),
            calls.stream().map(Targets::text).toList());
      }
      case ShownTargets.MAIL -> {
        List<ReceivedMail> mails = ArrivedMail.of(targets.mail(), id, revision);
        yield told(
            system,
            counted("The mail server", mails.size(), "mail")
                + (mails.isEmpty() ? "." : read(mails, action)),
            mails.stream().map(Targets::text).toList());
      }
      case ShownTargets.CRM ->
          told(system, "A change is made in the CRM's own database.", List.of());
      default ->
          told(
              system,
              system
                  + " is an advisory connection: what is approved is carried out elsewhere, and the"
                  + " gate sends nothing.",
              List.of());
    };
  }

  private static JsonObject told(String system, String words, List<String> got) {
    return JsonObject.builder()
        .put("system", system)
        .put("words", words)
        .put("got", JsonArray.of(got.subList(0, Math.min(SHOWN, got.size())), Json::of))
        .build();
  }

  private static String counted(String who, int number, String what) {
    return switch (number) {
      case 0 -> who + " got nothing for this request";
      case 1 -> who + " got one " + what;
      default -> who + " got " + number + " " + what + "s";
    };
  }

  private static String read(List<ReceivedMail> mails, Action action) {
    return action.changes() instanceof Message approved
            && mails.stream().allMatch(mail -> ArrivedMail.isWhole(mail, approved))
        ? ". A mail program reads in it, character for character, the text that was approved:"
        : ". Its text is not the one that was approved:";
  }

  /// What the billing service received for this request.
  List<Received> calls(ProposalId id, long revision) {
    return targets.billing().received(Grant.idempotencyKey(id, Math.toIntExact(revision)));
  }

  private static String text(Received call) {
    List<String> lines = new ArrayList<>();
    lines.add(call.method() + " " + call.path());
    call.headers()
        .forEach((name, value) ->
            lines.add(
                name
                    + ": "
                    + (name.toLowerCase(Locale.ROOT).equals("authorization")
                        ? "(the gate's own credential)"
                        : value)));
    lines.add("");
    lines.add(call.body());
    return String.join("\n", lines);
  }

  /// The envelope, then each byte of the mail.
  private static String text(ReceivedMail mail) {
    List<String> lines = new ArrayList<>();
    lines.add("AUTH PLAIN (the gate's own credential)");
    lines.add("MAIL FROM:<" + mail.from() + ">");
    mail.to().forEach(one -> lines.add("RCPT TO:<" + one + ">"));
    lines.add("DATA");
    lines.add(mail.message().replace("\r\n", "\n").stripTrailing());
    return String.join("\n", lines);
  }
}
