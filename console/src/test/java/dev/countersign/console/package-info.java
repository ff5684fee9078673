@NullMarked
package dev.countersign.console;

import org.jspecify.annotations.NullMarked;
