/// The gate as one process: settings and files come in, every object is made in [Wiring] in the
/// order of the flow, and doors open: agents' API, chat callbacks, management, command line.
@NullMarked
package dev.countersign.app;

import org.jspecify.annotations.NullMarked;
