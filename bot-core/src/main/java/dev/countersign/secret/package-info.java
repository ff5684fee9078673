/// A credential as a value that no log, text or exception shows.
@NullMarked
package dev.countersign.secret;

import org.jspecify.annotations.NullMarked;
