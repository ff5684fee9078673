/// Decision tokens and grants: claims, keys, signing, strict verification, and the proof types that
/// only verification makes.
@NullMarked
package dev.countersign.token;

import org.jspecify.annotations.NullMarked;
