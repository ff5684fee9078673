package dev.countersign.console;

import dev.countersign.card.ClickDesk;
import dev.countersign.card.HomeDesk;
import dev.countersign.card.PasskeyDesk;
import dev.countersign.card.QueueDesk;
import dev.countersign.card.ReviewDesk;
import dev.countersign.ledger.SignIns;
import dev.countersign.overview.Overviews;
import dev.countersign.people.Directory;

/// What the pages call in the core.
///
/// @param reviews shows the whole of one request
/// @param clicks takes decisions
/// @param queue what waits for a person
/// @param homes what a person decided
/// @param people who is who
/// @param signIns who is signed in
/// @param passkeys enrols and confirms them, and has presses proven
/// @param overviews what is told of the deployment
public record ConsoleDesks(
    ReviewDesk reviews,
    ClickDesk clicks,
    QueueDesk queue,
    HomeDesk homes,
    Directory people,
    SignIns signIns,
    PasskeyDesk passkeys,
    Overviews overviews) {}
