/// Freezing and lifting in a chat.
@NullMarked
package dev.countersign.freezing;

import org.jspecify.annotations.NullMarked;
