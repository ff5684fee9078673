package dev.countersign.policy;

/// A named condition that rules, risk factors and later facts may use by its name.
public record Fact(String name, Condition when) {}
