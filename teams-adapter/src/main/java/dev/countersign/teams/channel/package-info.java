/// The core's port for posting cards and words in the channels and chats of one tenant.
@NullMarked
package dev.countersign.teams.channel;

import org.jspecify.annotations.NullMarked;
