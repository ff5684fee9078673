@NullMarked
package dev.countersign.app.metrics;

import org.jspecify.annotations.NullMarked;
