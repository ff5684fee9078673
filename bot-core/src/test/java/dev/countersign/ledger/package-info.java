/// The contract that every ledger keeps, a ledger in memory, and builders for what is written.
@NullMarked
package dev.countersign.ledger;

import org.jspecify.annotations.NullMarked;
