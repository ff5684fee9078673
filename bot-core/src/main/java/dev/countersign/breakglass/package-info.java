/// Break-glass: one person in the place of a quorum, proved by their passkey, told at once, and
/// looked at afterwards by somebody else. What it replaces is the quorum and nothing else.
@NullMarked
package dev.countersign.breakglass;

import org.jspecify.annotations.NullMarked;
