/// Who calls: an activity is read strictly and its bearer checked against the connector's keys;
/// what comes out is genuine, or refused by name.
@NullMarked
package dev.countersign.teams.caller;

import org.jspecify.annotations.NullMarked;
