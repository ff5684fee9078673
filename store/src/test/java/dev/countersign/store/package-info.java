/// The store against a real Postgres, one server per JVM, whose clock runs in a foreign time zone.
@NullMarked
package dev.countersign.store;

import org.jspecify.annotations.NullMarked;
