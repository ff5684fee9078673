/// The core's cards drawn as Adaptive Cards: for everybody, and for one person alone.
@NullMarked
package dev.countersign.teams.card;

import org.jspecify.annotations.NullMarked;
