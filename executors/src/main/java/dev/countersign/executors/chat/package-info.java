/// One message in a conversation of a chat, whichever chat it is.
@NullMarked
package dev.countersign.executors.chat;

import org.jspecify.annotations.NullMarked;
