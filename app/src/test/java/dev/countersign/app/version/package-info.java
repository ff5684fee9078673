@NullMarked
package dev.countersign.app.version;

import org.jspecify.annotations.NullMarked;
