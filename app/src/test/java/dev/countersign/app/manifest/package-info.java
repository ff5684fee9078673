@NullMarked
package dev.countersign.app.manifest;

import org.jspecify.annotations.NullMarked;
