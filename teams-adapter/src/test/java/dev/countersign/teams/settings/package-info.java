@NullMarked
package dev.countersign.teams.settings;

import org.jspecify.annotations.NullMarked;
