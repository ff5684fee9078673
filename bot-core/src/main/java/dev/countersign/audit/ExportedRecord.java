package dev.countersign.audit;

import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.proposal.PersonId;

/// That somebody was handed the whole record of a request as a file. It moves nothing.
public record ExportedRecord(PersonId person, AccountId account) {

  public AuditFact fact() {
    return new AuditFact(
        EntryType.RECORD_EXPORTED,
        "person:" + person,
        account.putInto(JsonObject.builder().put("person", person.value())).build());
  }
}
