/// Passkeys of people, who confirms them, and what a press that came with one proves. How a browser
/// spells any of it, and the mathematics, are behind [AssertionCheck].
@NullMarked
package dev.countersign.passkey;

import org.jspecify.annotations.NullMarked;
