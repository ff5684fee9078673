/// Measures the gate on a durable Postgres against a floor: the same rows, written by plain SQL.
/// [Bench] is the door; settings and a server come in, a [BenchReport] goes out. What is measured,
/// how, and what it showed: `docs/benchmarks.md`.
@NullMarked
package dev.countersign.bench;

import org.jspecify.annotations.NullMarked;
