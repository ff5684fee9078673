@NullMarked
package dev.countersign.app.file;

import org.jspecify.annotations.NullMarked;
