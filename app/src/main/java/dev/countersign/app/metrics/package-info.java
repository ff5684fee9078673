/// What the parts of the gate count, kept where Prometheus finds it. Labels come from closed sets:
/// never ids, people or supplied text.
@NullMarked
package dev.countersign.app.metrics;

import org.jspecify.annotations.NullMarked;
