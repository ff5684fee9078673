/// What makes a stored row evidence: a seal under a key that the database never sees.
@NullMarked
package dev.countersign.evidence;

import org.jspecify.annotations.NullMarked;
