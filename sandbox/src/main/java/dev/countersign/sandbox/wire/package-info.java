/// What both emulated platforms stand on: HTTP on the loopback address, callbacks to the app,
/// faults to be played, and rules that a JSON value has to keep.
@NullMarked
package dev.countersign.sandbox.wire;

import org.jspecify.annotations.NullMarked;
