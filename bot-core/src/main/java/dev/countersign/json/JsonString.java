package dev.countersign.json;

/// A JSON string: any Unicode text without lone surrogates; compared code unit by code unit, never
/// normalised.
public record JsonString(String value) implements Json {}
