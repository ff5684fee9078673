/// What proves afterwards that nothing was changed: stored evidence in, damage with its place out.
@NullMarked
package dev.countersign.proof;

import org.jspecify.annotations.NullMarked;
