package dev.countersign.ledger;

import dev.countersign.json.Digest;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.GrantId;
import java.time.Instant;

/// The spending of a grant: the one thing that allows one execution. A ledger takes one for each
/// grant and one for each revision of a request, and never lets go of it, whatever any other row
/// says.
///
/// @param action what may be sent
/// @param at when it was spent, by the ledger's clock
public record Redemption(GrantId grant, ExecutionId execution, Digest action, Instant at) {}
