package dev.countersign.ledger;

import dev.countersign.proposal.PersonId;
import java.time.Instant;

/// A use of break-glass and the retrospective that it opens, as they are counted: the row beside
/// the entry that tells of it. A row can only keep somebody from the next use; nothing is granted
/// for it.
///
/// @param person who used it
/// @param number which of their uses it is, from 1 on; of two at once one lands
/// @param owner who has to look at it afterwards
/// @param at by the ledger's clock
/// @param due until when the retrospective is to be filed
public record GlassUse(PersonId person, int number, PersonId owner, Instant at, Instant due) {}
