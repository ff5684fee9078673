/// What a refusal leaves behind beside its answer: whether it is written down, whether operators
/// are told of it, and how much of that one account may cause.
@NullMarked
package dev.countersign.refusal;

import org.jspecify.annotations.NullMarked;
