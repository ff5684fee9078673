/// One send of an approved action, whatever it is sent by: its turn and its deadline, the way to a
/// checked address, and the moment from which it cannot be called back.
@NullMarked
package dev.countersign.executors.sending;

import org.jspecify.annotations.NullMarked;
