/// What an operator sets for the bot in Teams, and which services may get its bearer.
@NullMarked
package dev.countersign.teams.settings;

import org.jspecify.annotations.NullMarked;
