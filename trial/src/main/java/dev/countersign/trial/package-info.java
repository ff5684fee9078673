/// `countersign try`: the gate itself with a database, a chat and a target that live on this
/// machine, and one walk through everything, each step checked.
@NullMarked
package dev.countersign.trial;

import org.jspecify.annotations.NullMarked;
