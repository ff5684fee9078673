/// The desk of passkeys: enrolled, confirmed and removed by people, and used for the stronger check
/// behind an approval. What it proves goes on with the press to the `decision` package.
@NullMarked
package dev.countersign.stronger;

import org.jspecify.annotations.NullMarked;
