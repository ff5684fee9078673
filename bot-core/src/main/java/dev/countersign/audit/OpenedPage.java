package dev.countersign.audit;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.proposal.PersonId;

/// That a page of an action was about to be shown to a person. It moves nothing; an approval on a
/// card that was cut rests on one for every page.
///
/// @param seq the number of that entry
/// @param account that opened it
/// @param action of that revision
/// @param content digest over all pages together: pages that were cut otherwise are other pages
/// @param page from 1
/// @param pages how many there were
/// @param drawn digest of what the chat was given to show, without the buttons’ tokens
public record OpenedPage(
    int seq,
    PersonId person,
    AccountId account,
    int revision,
    Digest action,
    Digest content,
    int page,
    int pages,
    Digest drawn) {
  public OpenedPage {
    if (page < 1 || page > pages) {
      throw new IllegalArgumentException("there is no page " + page + " of " + pages);
    }
  }

  public AuditFact fact() {
    return new AuditFact(
        EntryType.PAGE_OPENED,
        "person:" + person,
        account
            .putInto(JsonObject.builder().put("person", person.value()))
            .put("revision", revision)
            .put("action", action.value())
            .put("content", content.value())
            .put("page", page)
            .put("pages", pages)
            .put("drawn", drawn.value())
            .build());
  }

  static OpenedPage of(int seq, JsonObject data) {
    return new OpenedPage(
        seq,
        new PersonId(data.text("person")),
        AccountId.fromJson(data),
        Math.toIntExact(data.number("revision")),
        new Digest(data.text("action")),
        new Digest(data.text("content")),
        Math.toIntExact(data.number("page")),
        Math.toIntExact(data.number("pages")),
        new Digest(data.text("drawn")));
  }
}
