/// A local Teams. Connector calls come in and are answered as documented; presses, messages and
/// installations go out, signed as the Bot Connector signs them. [TeamsSandbox] is the door.
@NullMarked
package dev.countersign.sandbox.teams;

import org.jspecify.annotations.NullMarked;
