package dev.countersign.app.http;

import dev.countersign.intake.AgentUndos;
import dev.countersign.intake.Intake;
import dev.countersign.intake.WithdrawalDesk;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.FollowUps;
import dev.countersign.ledger.HeldAttachments;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Quarantine;
import dev.countersign.ledger.UnknownEnds;
import dev.countersign.people.Directory;
import java.util.function.Supplier;

/// What of the core agents may ask.
///
/// @param people who is asked, and on call
/// @param quarantine what was put aside of a request
/// @param unknown what nobody knows the end of
/// @param followUps what is still going to be done about what has ended
/// @param executors what executors outside of the gate may ask
/// @param attachments what agents hand in
/// @param publicKeys the JWK set of the key ring of the moment
public record Desks(
    Intake intake,
    AgentUndos undos,
    WithdrawalDesk withdrawals,
    Ledger ledger,
    UnknownEnds unknown,
    FollowUps followUps,
    Directory people,
    Quarantine quarantine,
    HeldAttachments attachments,
    Supplier<JsonObject> publicKeys,
    ExecutorAccess executors) {}
