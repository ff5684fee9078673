/// One entry per fact, chained per request by hash, and the verifier that folds a chain back into a
/// request.
@NullMarked
package dev.countersign.audit;

import org.jspecify.annotations.NullMarked;
