/// Strict JSON and its one canonical spelling. Foreign bytes come in, immutable values go out;
/// every other package builds its documents here.
@NullMarked
package dev.countersign.json;

import org.jspecify.annotations.NullMarked;
