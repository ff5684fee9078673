package dev.countersign.teams.caller;

import dev.countersign.json.WireName;

/// Why a caller is not the Bot Connector speaking to this bot. In the order of the checklist.
public enum CallerRefusal {
  NO_AUTHORIZATION,
  REPEATED_AUTHORIZATION,
  NOT_BEARER,
  MALFORMED_TOKEN,
  /// Absent, or anything but RS256.
  WRONG_ALGORITHM,
  /// A header parameter that changes what is signed, or how the token is to be understood.
  UNEXPECTED_HEADER,
  NO_KEY_ID,
  NO_CHANNEL,
  OTHER_CHANNEL,
  UNKNOWN_KEY,
  /// The key signs for other channels only, or says for none.
  NOT_ENDORSED,
  BAD_SIGNATURE,
  NO_ISSUER,
  WRONG_ISSUER,
  NO_AUDIENCE,
  /// Meant for another bot.
  WRONG_AUDIENCE,
  NO_EXPIRY,
  EXPIRED,
  NO_NOT_BEFORE,
  NOT_YET_VALID,
  /// The activity names no service.
  NO_SERVICE_URL,
  NO_SERVICE_CLAIM,
  OTHER_SERVICE,
  /// The service that both name is not on the list.
  SERVICE_NOT_ALLOWED,
  NO_TENANT,
  TENANTS_DISAGREE,
  FOREIGN_TENANT,
  /// The same token has spoken for somebody else in this conversation.
  BEARER_OF_ANOTHER,
  /// The same token has brought this very activity.
  REPLAYED,
  /// One token for more than any connector uses one for.
  BEARER_OVERUSED;

  public String code() {
    return WireName.of(this);
  }
}
