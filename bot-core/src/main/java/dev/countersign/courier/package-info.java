/// Makes every posted card show the committed state: delivery in, fresh tokens, card out to a chat.
/// Next: `decision`.
@NullMarked
package dev.countersign.courier;

import org.jspecify.annotations.NullMarked;
