@NullMarked
package dev.countersign.teams.connector;

import org.jspecify.annotations.NullMarked;
