/// The freeze, which is the kill switch: what it covers, who may begin and lift it, and what the
/// deployment's entries tell of it.
@NullMarked
package dev.countersign.freeze;

import org.jspecify.annotations.NullMarked;
