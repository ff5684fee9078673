/// Actions that an executor outside of the gate carries out: admitted here, sent elsewhere.
@NullMarked
package dev.countersign.executors.external;

import org.jspecify.annotations.NullMarked;
