@NullMarked
package dev.countersign.app.overview;

import org.jspecify.annotations.NullMarked;
