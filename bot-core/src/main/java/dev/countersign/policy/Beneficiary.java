package dev.countersign.policy;

import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import java.util.Optional;

/// Whom an action is about, as the action itself names them: kept with the ruling, so that the
/// people of a later moment can be asked who that is.
///
/// @param tenant the workspace, the tenant or the issuer of an account; empty for a person
/// @param id as it stands in the action, without blanks around it; at most [#LONGEST_ID] characters
public record Beneficiary(IdKind as, Optional<String> tenant, String id) {
  public static final int LONGEST_ID = 200;

  public Beneficiary {
    if (as.hasTenant() != tenant.isPresent()) {
      throw new IllegalArgumentException("an account has a tenant, and a person has none");
    }
    if (id.length() > LONGEST_ID) {
      throw new IllegalArgumentException("an id has at most " + LONGEST_ID + " characters");
    }
  }

  JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder().put("as", WireName.of(as));
    tenant.ifPresent(name -> json.put("tenant", name));
    return json.put("id", id).build();
  }

  static Beneficiary fromJson(JsonObject json) {
    return new Beneficiary(
        WireName.require(IdKind.class, json.text("as")),
        json.optionalText("tenant"),
        json.text("id"));
  }
}
