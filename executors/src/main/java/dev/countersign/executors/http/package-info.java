/// One `api_call` to one connection: admitted, in its turn, to an address that may be reached, sent
/// at most once, and its outcome told honestly.
@NullMarked
package dev.countersign.executors.http;

import org.jspecify.annotations.NullMarked;
