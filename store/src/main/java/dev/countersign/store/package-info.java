/// The ledger, its outbox and the directory on Postgres. [PostgresStore] is the door; commits and
/// questions come in, each leaves as one statement.
@NullMarked
package dev.countersign.store;

import org.jspecify.annotations.NullMarked;
