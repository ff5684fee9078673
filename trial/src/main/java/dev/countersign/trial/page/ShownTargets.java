package dev.countersign.trial.page;

import dev.countersign.sandbox.billing.BillingTarget;
import dev.countersign.sandbox.mail.MailTarget;
import java.util.List;
import java.util.function.Supplier;

/// The target systems of a trial, which show what they really got. To any other that the trial's
/// `connections.yaml` has, the gate sends nothing.
///
/// @param crm what it holds now
public record ShownTargets(BillingTarget billing, MailTarget mail, Supplier<List<CrmAccount>> crm) {
  /// As `connections.yaml` calls them.
  static final String BILLING = "billing";

  static final String MAIL = "mail";
  static final String CRM = "crm";
}
