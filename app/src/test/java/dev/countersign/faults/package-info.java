/// What must not happen: nothing lost, nothing doubled, nothing half done, whatever crashes, races
/// or is tampered with.
@NullMarked
package dev.countersign.faults;

import org.jspecify.annotations.NullMarked;
