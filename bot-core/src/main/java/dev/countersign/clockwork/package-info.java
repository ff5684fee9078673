/// What time alone causes: deadlines that expire requests. Time never moves anything towards
/// execution.
@NullMarked
package dev.countersign.clockwork;

import org.jspecify.annotations.NullMarked;
