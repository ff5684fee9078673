/// What is asked, and by whom. A body comes in; a frozen action with its digest goes out, or all
/// errors at once. Next: `policy`.
@NullMarked
package dev.countersign.proposal;

import org.jspecify.annotations.NullMarked;
