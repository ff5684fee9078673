/// The only code that touches target systems: connections are read strictly, an order comes in, at
/// most one request goes out, and an honest outcome goes back to `execution`.
@NullMarked
package dev.countersign.executors;

import org.jspecify.annotations.NullMarked;
