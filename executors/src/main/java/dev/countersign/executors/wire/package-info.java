/// A request as it goes to a target: its parts in the one spelling that is taken, and its digest.
@NullMarked
package dev.countersign.executors.wire;

import org.jspecify.annotations.NullMarked;
