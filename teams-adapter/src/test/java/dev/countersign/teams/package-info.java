@NullMarked
package dev.countersign.teams;

import org.jspecify.annotations.NullMarked;
