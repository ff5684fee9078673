package dev.countersign.proposal;

/// One thing that is wrong with a submitted body, for the agent's developer; never repeats a value.
///
/// @param pointer JSON pointer (RFC 6901) to the value, or to the object that lacks a member
/// @param code stable and snake_case
public record ProposalError(String pointer, String code, String detail) {}
