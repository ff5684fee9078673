package dev.countersign.trial.page;

/// What the trial's CRM holds of one customer.
///
/// @param note what the gate may change
public record CrmAccount(String id, String name, String note) {}
