package dev.countersign.console;

import dev.countersign.breakglass.Drills;
import dev.countersign.card.AttachmentDesk;
import dev.countersign.card.BoardDesk;
import dev.countersign.card.BreakGlassDesk;
import dev.countersign.card.ClickDesk;
import dev.countersign.card.EvidenceDesk;
import dev.countersign.card.FreezeReviewDesk;
import dev.countersign.card.HomeDesk;
import dev.countersign.card.InterventionDesk;
import dev.countersign.card.LinkDesk;
import dev.countersign.card.PasskeyDesk;
import dev.countersign.card.RetrospectiveDesk;
import dev.countersign.card.ReviewDesk;
import dev.countersign.card.SearchDesk;
import dev.countersign.card.UnknownDesk;
import dev.countersign.ledger.SignIns;
import dev.countersign.ledger.WaitingMarks;
import dev.countersign.overview.Overviews;
import dev.countersign.people.Directory;
import dev.countersign.report.RequestLines;

/// What the pages call in the core.
///
/// @param reviews shows the whole of one request
/// @param clicks takes decisions
/// @param board what waits for a person, by risk and time
/// @param marks whether it is still what it was
/// @param search looks for requests
/// @param homes what a person decided
/// @param unknown what nobody knows the end of
/// @param interventions takes what they say of it
/// @param evidence the whole record of one request as a file
/// @param attachments what a request attaches, as files
/// @param lines what lists and figures tell of requests
/// @param people who is who
/// @param signIns who is signed in
/// @param breakGlass one person in the place of a quorum, by exception
/// @param retrospectives what is written afterwards about that
/// @param passkeys enrols and confirms them, and has presses proven
/// @param freezes what is frozen, and its lifting by passkey
/// @param drills tries what an outage would need
/// @param links links accounts in chats by a code
/// @param overviews what is told of the deployment
public record ConsoleDesks(
    ReviewDesk reviews,
    ClickDesk clicks,
    BoardDesk board,
    WaitingMarks marks,
    SearchDesk search,
    HomeDesk homes,
    UnknownDesk unknown,
    InterventionDesk interventions,
    EvidenceDesk evidence,
    AttachmentDesk attachments,
    RequestLines lines,
    Directory people,
    SignIns signIns,
    BreakGlassDesk breakGlass,
    RetrospectiveDesk retrospectives,
    PasskeyDesk passkeys,
    FreezeReviewDesk freezes,
    Drills drills,
    LinkDesk links,
    Overviews overviews) {}
