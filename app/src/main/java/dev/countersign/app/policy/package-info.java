/// A policy tried out without asking anybody: over cases that its author writes, and over what was
/// proposed before.
@NullMarked
package dev.countersign.app.policy;

import org.jspecify.annotations.NullMarked;
