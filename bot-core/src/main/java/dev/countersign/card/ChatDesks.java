package dev.countersign.card;

/// What every chat calls in the core.
///
/// @param clicks takes what people press
/// @param cards shows one person a posted card
/// @param queue answers what people ask
/// @param homes tells people what is theirs
/// @param batches gathers alike requests onto one card
/// @param deadlines puts deadlines off
/// @param edits takes texts that people put in place of an agent's
/// @param problems takes what people say was wrong with a decision
/// @param interventions takes what people ask for beside their decision
/// @param details shows the whole of an action in pages
/// @param links links accounts to persons
/// @param mutes keeps who wants quiet
/// @param places looks at places of which a chat told something
/// @param freezes freezes what is granted and executed
/// @param glass leads to break-glass, and ends it
/// @param unknown tells what nobody knows the end of, and takes what people found
/// @param forged notes buttons that the gate did not make
public record ChatDesks(
    ClickDesk clicks,
    CardDesk cards,
    QueueDesk queue,
    HomeDesk homes,
    BatchDesk batches,
    DeadlineDesk deadlines,
    ProblemDesk problems,
    EditDesk edits,
    InterventionDesk interventions,
    DetailsDesk details,
    LinkDesk links,
    MuteDesk mutes,
    PlaceDesk places,
    FreezeDesk freezes,
    GlassCommandDesk glass,
    UnknownCommandDesk unknown,
    ForgedDesk forged) {}
