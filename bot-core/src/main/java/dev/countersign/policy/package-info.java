/// Rules, rulings and findings. Facts of a frozen action come in; a ruling with its reasons goes
/// out. Nothing here knows request state or chats. Next: `people`, `request`.
@NullMarked
package dev.countersign.policy;

import org.jspecify.annotations.NullMarked;
