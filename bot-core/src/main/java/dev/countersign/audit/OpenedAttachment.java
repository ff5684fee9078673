package dev.countersign.audit;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;

/// That somebody was handed the bytes of an attachment. It moves nothing.
///
/// @param action of that revision
/// @param attachment the digest of the bytes
public record OpenedAttachment(
    PersonId person, AccountId account, int revision, Digest action, Digest attachment) {

  public AuditFact fact() {
    return new AuditFact(
        EntryType.ATTACHMENT_OPENED,
        "person:" + person,
        JsonObject.builder()
            .put("person", person.value())
            .put("surface", WireName.of(account.surface()))
            .put("tenant", account.tenant())
            .put("user", account.user())
            .put("revision", revision)
            .put("action", action.value())
            .put("attachment", attachment.value())
            .build());
  }

  /// Whether this entry says the same, by whichever account of the person.
  public boolean isIn(AuditEntry entry) {
    JsonObject document = entry.document();
    return document.text("type").equals(WireName.of(EntryType.ATTACHMENT_OPENED))
        && isSame(of(document.object("data")));
  }

  private boolean isSame(OpenedAttachment other) {
    return person.equals(other.person)
        && revision == other.revision
        && action.equals(other.action)
        && attachment.equals(other.attachment);
  }

  private static OpenedAttachment of(JsonObject data) {
    return new OpenedAttachment(
        new PersonId(data.text("person")),
        new AccountId(
            WireName.require(Surface.class, data.text("surface")),
            data.text("tenant"),
            data.text("user")),
        Math.toIntExact(data.number("revision")),
        new Digest(data.text("action")),
        new Digest(data.text("attachment")));
  }
}
