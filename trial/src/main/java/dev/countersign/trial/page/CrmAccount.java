package dev.countersign.trial.page;

/// What the trial's CRM holds of one customer.
///
/// @param note what the gate may change
/// @param terms when they pay, such as `NET30`, which the gate may change, too
public record CrmAccount(String id, String name, String note, String terms) {}
