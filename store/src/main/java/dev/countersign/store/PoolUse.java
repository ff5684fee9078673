package dev.countersign.store;

/// How busy the connections of one store are.
///
/// @param most how many there may be
/// @param active how many work for somebody now
/// @param waiting how many callers wait for one
public record PoolUse(int most, int active, int waiting) {}
