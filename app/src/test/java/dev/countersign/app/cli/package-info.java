@NullMarked
package dev.countersign.app.cli;

import org.jspecify.annotations.NullMarked;
