/// The ports to durable state. One commit carries state, votes, grant, audit entries and
/// deliveries, or nothing.
@NullMarked
package dev.countersign.ledger;

import org.jspecify.annotations.NullMarked;
