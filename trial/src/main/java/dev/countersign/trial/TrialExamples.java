package dev.countersign.trial;

import dev.countersign.trial.page.Example;
import dev.countersign.trial.page.FormField;
import dev.countersign.trial.page.FormField.Choice;
import dev.countersign.trial.page.FormField.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What the agent can propose on the page: one of each class of action at least, with what a
/// visitor may choose of it.
final class TrialExamples {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String JSON = "/proposed_changes/body/json";
  private static final String AMOUNT = JSON + "/amount";

  private final TrialGate gate;

  private TrialExamples(TrialGate gate) {
    this.gate = gate;
  }

  static List<Example> of(TrialGate gate) {
    TrialExamples all = new TrialExamples(gate);
    return List.of(
        all.refund(),
        all.largeRefund(),
        all.shortRefund(),
        all.message(),
        all.terms(),
        all.merge(),
        all.note(),
        all.deletion());
  }

  private Example refund() {
    return new Example(
        "refund",
        "Refund EUR 42.50",
        "api_call: one support lead decides",
        refund("refund.json"),
        List.of(
            FormField.chosen(
                "charge",
                "Charge",
                Kind.CHOICE,
                List.of("/target_id", JSON + "/charge"),
                this::charges),
            FormField.typed("amount", "Amount in EUR", Kind.MONEY, AMOUNT, "42.50"),
            why("The customer sent a photo of the damage."),
            within()),
        Optional.empty());
  }

  private Example largeRefund() {
    return new Example(
        "large-refund",
        "Refund EUR 2,400.00",
        "api_call: two support leads decide",
        refund("large-refund.json"),
        List.of(),
        Optional.empty());
  }

  /// Nobody has to wait an hour to see what becomes of what nobody decides.
  private Example shortRefund() {
    return new Example(
        "short-refund",
        "Refund EUR 5.00, in 20 s",
        "nobody decides: expired",
        refund("refund.json").replace("4250", "500").replace("EUR 42.50", "EUR 5.00"),
        List.of(),
        Optional.of(SOON));
  }

  private String refund(String file) {
    return gate.proposal(file).replaceAll("charge_20(48|49)", "charge_" + Example.COUNTER);
  }

  private Example message() {
    return new Example(
        "customer-message",
        "E-mail to a customer",
        "message: one support lead decides",
        gate.proposal("customer-message.json")
            .replace("ticket_6133", "ticket_" + Example.COUNTER)
            .replace(", \"name\": \"Jo\"", ""),
        List.of(
            FormField.chosen(
                "to",
                "To",
                Kind.CHOICE,
                List.of("/proposed_changes/to/0/address"),
                this::addresses),
            FormField.typed(
                "subject", "Subject", Kind.TEXT, "/proposed_changes/subject", "Your delayed order"),
            FormField.typed(
                "text",
                "Text",
                Kind.LINES,
                "/proposed_changes/body/content",
                "Hello Jo,\n\nyou get EUR 20 back, guaranteed, by Friday.\n\nYour shop team"),
            why("The customer asked twice when the parcel arrives."),
            within()),
        Optional.empty());
  }

  private Example note() {
    return new Example(
        "internal-note",
        "Note in the CRM",
        "record_change: allowed without asking",
        gate.proposal("internal-note.json")
            .replace("over phone.", "over phone (" + Example.COUNTER + ")."),
        List.of(
            FormField.chosen(
                "account", "Account", Kind.CHOICE, List.of("/target_id"), this::accounts),
            FormField.typed(
                "note",
                "Note",
                Kind.LINES,
                "/proposed_changes/changes/0/to",
                "Prefers to be called by the first name."),
            why("The customer said so on the phone.")),
        Optional.empty());
  }

  private Example terms() {
    return new Example(
        "payment-terms",
        "Payment terms of a customer",
        "record_change: one support lead decides",
        gate.proposal("payment-terms.json").replace("account_78", Example.ACCOUNT),
        List.of(
            FormField.chosen(
                "account", "Account", Kind.CHOICE, List.of("/target_id"), this::accounts),
            FormField.chosen(
                "terms",
                "Pays within",
                Kind.CHOICE,
                List.of("/proposed_changes/changes/0/to"),
                () ->
                    List.of(
                        new Choice("NET60", "60 days"),
                        new Choice("NET30", "30 days"),
                        new Choice("NET14", "14 days"))),
            why("Agreed with the customer on the phone."),
            within()),
        Optional.empty());
  }

  private Example merge() {
    return new Example(
        "merge-tool-call",
        "Merge a pull request",
        "tool_call: one support lead decides",
        gate.proposal("merge-tool-call.json").replace("412", Example.COUNTER),
        List.of(
            FormField.typed(
                "tool", "Tool", Kind.TEXT, "/proposed_changes/tool", "merge_pull_request"),
            FormField.typed(
                "pull_request",
                "Pull request",
                Kind.NUMBER,
                "/proposed_changes/arguments/pull_request",
                "412"),
            why("All checks are green."),
            within()),
        Optional.empty());
  }

  private Example deletion() {
    return new Example(
        "delete-tool-call",
        "Delete a repository",
        "tool_call: refused, no rule speaks of it",
        gate.proposal("delete-tool-call.json").replace("old-web", "old-web-" + Example.COUNTER),
        List.of(),
        Optional.empty());
  }

  private static FormField why(String words) {
    return FormField.typed("why", "Why, says the agent", Kind.LINES, "/rationale", words);
  }

  private static FormField within() {
    Supplier<List<Choice>> choices =
        () ->
            List.of(
                new Choice("", "as long as the policy says"),
                new Choice("30", "30 seconds"),
                new Choice("120", "2 minutes"));
    return FormField.chosen(
        "within", "Decide within", Kind.SECONDS, List.of("/expires_at"), choices);
  }

  private List<Choice> charges() {
    return gate.billing().charges().stream()
        .map(one -> new Choice(one.id(), one.id() + ": " + one.about()))
        .toList();
  }

  private List<Choice> addresses() {
    Stream<Choice> customers =
        gate.crm().accounts().stream().map(one -> new Choice(address(one.name()), one.name()));
    Choice colleague = new Choice("team@shop.example", "a colleague: no rule speaks of it");
    return Stream.concat(customers, Stream.of(colleague)).toList();
  }

  private static String address(String name) {
    return name.split(" ", 2)[0].toLowerCase(Locale.ROOT) + "@customer.example";
  }

  private List<Choice> accounts() {
    return gate.crm().accounts().stream()
        .map(one ->
            new Choice(
                one.id(),
                one.id()
                    + ": "
                    + one.name()
                    + ", "
                    + one.terms()
                    + Stream.of(one.note())
                        .filter(note -> !note.isEmpty())
                        .map(note -> ", “" + note + "”")
                        .findFirst()
                        .orElse("")))
        .toList();
  }
}
