package dev.countersign.audit;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.proposal.PersonId;

/// That somebody was about to be handed the bytes of an attachment. It moves nothing; where the
/// ruling says so, an approval rests on one for each.
///
/// @param seq the number of that entry
/// @param account that opened it
/// @param action of that revision
/// @param attachment the digest of the bytes
public record OpenedAttachment(
    int seq, PersonId person, AccountId account, int revision, Digest action, Digest attachment) {

  public AuditFact fact() {
    return new AuditFact(
        EntryType.ATTACHMENT_OPENED,
        "person:" + person,
        account
            .putInto(JsonObject.builder().put("person", person.value()))
            .put("revision", revision)
            .put("action", action.value())
            .put("attachment", attachment.value())
            .build());
  }

  /// Whether that one says the same, by whichever account of the person.
  public boolean isSame(OpenedAttachment other) {
    return isOf(other.person, other.revision, other.action) && attachment.equals(other.attachment);
  }

  /// Whether this person opened it for that revision of an action.
  public boolean isOf(PersonId who, int ofRevision, Digest ofAction) {
    return person.equals(who) && revision == ofRevision && action.equals(ofAction);
  }

  static OpenedAttachment of(int seq, JsonObject data) {
    return new OpenedAttachment(
        seq,
        new PersonId(data.text("person")),
        AccountId.fromJson(data),
        Math.toIntExact(data.number("revision")),
        new Digest(data.text("action")),
        new Digest(data.text("attachment")));
  }
}
