/// Changes of records in a database: what may be changed, the statements, and one transaction that
/// keeps what was approved or nothing.
@NullMarked
package dev.countersign.executors.sql;

import org.jspecify.annotations.NullMarked;
