/// A local Slack. Web API calls come in and are answered as documented; presses, slash commands and
/// their answers go out, signed as Slack signs them. [SlackSandbox] is the door.
@NullMarked
package dev.countersign.sandbox.slack;

import org.jspecify.annotations.NullMarked;
