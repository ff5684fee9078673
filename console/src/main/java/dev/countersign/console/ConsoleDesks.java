package dev.countersign.console;

import dev.countersign.card.BoardDesk;
import dev.countersign.card.ClickDesk;
import dev.countersign.card.HomeDesk;
import dev.countersign.card.PasskeyDesk;
import dev.countersign.card.ReviewDesk;
import dev.countersign.ledger.SignIns;
import dev.countersign.ledger.WaitingMarks;
import dev.countersign.people.Directory;

/// What the pages call in the core.
///
/// @param reviews shows the whole of one request
/// @param clicks takes decisions
/// @param board what waits for a person, by risk and time
/// @param marks whether it is still what it was
/// @param homes what a person decided
/// @param people who is who
/// @param signIns who is signed in
/// @param passkeys enrols and confirms them, and has presses proven
public record ConsoleDesks(
    ReviewDesk reviews,
    ClickDesk clicks,
    BoardDesk board,
    WaitingMarks marks,
    HomeDesk homes,
    Directory people,
    SignIns signIns,
    PasskeyDesk passkeys) {}
