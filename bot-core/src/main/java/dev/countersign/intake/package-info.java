/// Proposal in, ruling made, first commit out. Next: `courier`, or `execution` when the policy
/// allows it outright.
@NullMarked
package dev.countersign.intake;

import org.jspecify.annotations.NullMarked;
