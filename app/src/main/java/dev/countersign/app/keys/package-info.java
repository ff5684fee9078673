/// The file that holds the signing keys, and nothing else does: outside the database, readable by
/// its owner alone. A key ring comes out.
@NullMarked
package dev.countersign.app.keys;

import org.jspecify.annotations.NullMarked;
