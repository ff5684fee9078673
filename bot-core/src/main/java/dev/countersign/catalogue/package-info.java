/// How the actions on a connection read: an operator's catalogue says what their coded bytes mean,
/// and a reading is what one action's bytes say by it. Nothing here knows rules, people or chats.
/// Next: `policy`.
@NullMarked
package dev.countersign.catalogue;

import org.jspecify.annotations.NullMarked;
