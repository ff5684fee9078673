/// What the console's pages for operators and developers of agents show, read from the gate, the
/// store and the files in force.
@NullMarked
package dev.countersign.app.overview;

import org.jspecify.annotations.NullMarked;
