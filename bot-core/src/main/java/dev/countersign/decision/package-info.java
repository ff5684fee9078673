/// Click in, verified, through the transition table, one commit, an answer for the presser out.
/// Next: `execution`.
@NullMarked
package dev.countersign.decision;

import org.jspecify.annotations.NullMarked;
