/// The command line: thin doors to the parts that do the work. Exit codes: 0 ok, 1 a check failed,
/// 2 wrong usage, 3 something that is needed cannot be reached.
@NullMarked
package dev.countersign.app.cli;

import org.jspecify.annotations.NullMarked;
