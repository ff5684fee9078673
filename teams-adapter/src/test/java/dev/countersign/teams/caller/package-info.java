@NullMarked
package dev.countersign.teams.caller;

import org.jspecify.annotations.NullMarked;
