package dev.countersign.audit;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.proposal.PersonId;
import java.util.Optional;

/// That the whole of a request was about to be shown to a person on pages of their own. It moves
/// nothing; a vote from these pages rests on it, and from it on the person has time to read.
///
/// No message stands anywhere, so no row does: this entry is all there is.
///
/// @param account whose pages they are
/// @param action of that revision
/// @param card digest of what was drawn, without the buttons’ tokens
public record ShownPage(
    PersonId person, AccountId account, int revision, Digest action, Digest card) {

  public AuditFact fact() {
    return new AuditFact(
        EntryType.PAGE_SHOWN,
        "person:" + person,
        account
            .putInto(JsonObject.builder().put("person", person.value()))
            .put("address", ChatAddress.ofPages(account).toString())
            .put("revision", revision)
            .put("action", action.value())
            .put("card", card.value())
            .build());
  }

  /// As one of the renderings that a vote may rest on.
  ShownCard card(int seq) {
    return new ShownCard(
        seq, "", revision, card, ChatAddress.ofPages(account), Optional.empty(), true);
  }

  static ShownPage of(JsonObject data) {
    return new ShownPage(
        new PersonId(data.text("person")),
        AccountId.fromJson(data),
        Math.toIntExact(data.number("revision")),
        new Digest(data.text("action")),
        new Digest(data.text("card")));
  }
}
