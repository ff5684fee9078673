/// The request's states, events and the one transition table, with votes and quorum: pure functions
/// without clocks or I/O. Next: `token`, `card`, `audit`.
@NullMarked
package dev.countersign.request;

import org.jspecify.annotations.NullMarked;
