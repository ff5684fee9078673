/// Calls to the Bot Connector: access tokens, conversations, members and messages out, each within
/// its budget.
@NullMarked
package dev.countersign.teams.connector;

import org.jspecify.annotations.NullMarked;
