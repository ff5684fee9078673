@NullMarked
package dev.countersign.app.worker;

import org.jspecify.annotations.NullMarked;
