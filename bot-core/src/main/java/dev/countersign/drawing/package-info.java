/// What a card says of a request: the deed in the gate's words, the exact action, what the agent
/// claims, how the approvals stand, and how it ended. Pure: a record in, a view out. Next: `grant`.
@NullMarked
package dev.countersign.drawing;

import org.jspecify.annotations.NullMarked;
