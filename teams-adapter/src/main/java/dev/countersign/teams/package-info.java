/// Microsoft Teams: the core's cards drawn as Adaptive Cards and posted, and signed activities
/// turned into clicks.
///
/// Out: `CardView` → an Adaptive Card in a channel or chat, through `ChatChannel`. In: an activity
/// whose bearer token was checked against the Bot Connector's published keys → `Click` →
/// `ClickDesk`, answered with the committed card. Nothing else of Teams leaves this module.
@NullMarked
package dev.countersign.teams;

import org.jspecify.annotations.NullMarked;
