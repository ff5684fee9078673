@NullMarked
package dev.countersign.teams.answer;

import org.jspecify.annotations.NullMarked;
