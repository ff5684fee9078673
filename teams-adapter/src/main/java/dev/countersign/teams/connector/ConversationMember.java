package dev.countersign.teams.connector;

/// A member of a conversation, as the connector knows it now.
///
/// @param id the MRI, `29:…`: good for this bot alone
/// @param aadObjectId in lower case; empty for those whom Entra does not know
/// @param tenantId the member's home tenant in lower case; empty when not told
/// @param userRole `user`, `guest`, `anonymous`, …; empty when not told
public record ConversationMember(String id, String aadObjectId, String tenantId, String userRole) {}
