/// The chat platforms as they behave on the wire, on this machine only: for tests and for trying
/// Countersign without an account.
@NullMarked
package dev.countersign.sandbox;

import org.jspecify.annotations.NullMarked;
