/// What chats and targets say of how this deployment is set up there.
@NullMarked
package dev.countersign.setup;

import org.jspecify.annotations.NullMarked;
