/// What a card means, in words both chats share, and the ports to a chat: out as a card, in as a
/// click.
@NullMarked
package dev.countersign.card;

import org.jspecify.annotations.NullMarked;
