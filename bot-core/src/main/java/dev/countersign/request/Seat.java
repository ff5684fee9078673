package dev.countersign.request;

import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import java.util.Optional;

/// The place that a person's vote would take: their own as a member, or that of a member who is
/// away.
///
/// @param inPlaceOf the absent member; empty for a place of one's own
public record Seat(GroupName group, Optional<PersonId> inPlaceOf) {}
