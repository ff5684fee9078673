@NullMarked
package dev.countersign.slack;

import org.jspecify.annotations.NullMarked;
