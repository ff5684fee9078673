/// How a person links an account of theirs in another chat, by a code that they carry from one chat
/// to the other, and how they hear of it. Next: `proof`.
@NullMarked
package dev.countersign.linking;

import org.jspecify.annotations.NullMarked;
