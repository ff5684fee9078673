/// A credential as a value that no log, text or exception shows, and the addresses that may get
/// one.
@NullMarked
package dev.countersign.secret;

import org.jspecify.annotations.NullMarked;
