/// What operators and developers of agents are shown of a deployment, and the ports that tell it.
/// Nothing here changes anything.
@NullMarked
package dev.countersign.overview;

import org.jspecify.annotations.NullMarked;
