@NullMarked
package dev.countersign.app.config;

import org.jspecify.annotations.NullMarked;
