@NullMarked
package dev.countersign.teams.card;

import org.jspecify.annotations.NullMarked;
