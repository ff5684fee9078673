/// What a genuine activity comes to: a press, a command or news of a conversation, handed to the
/// core's desks and answered.
@NullMarked
package dev.countersign.teams.answer;

import org.jspecify.annotations.NullMarked;
