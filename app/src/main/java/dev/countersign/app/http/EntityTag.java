package dev.countersign.app.http;

import dev.countersign.card.Placement;
import dev.countersign.json.Digest;
import dev.countersign.ledger.Held;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.AskedNow;
import dev.countersign.proposal.PersonId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The version of a request as a strong entity tag of RFC 9110 section 8.8.3, with a mark of where
/// its card is refused and of who is on call: a place or a turn that comes or goes moves no
/// version, and its agent waits for it. An import that changes who is asked is seen with the next
/// change.
record EntityTag(String value) {
  private static final int MARK = 8;

  /// @param asked as the answer tells
  static EntityTag of(RequestRecord record, List<AskedNow> asked) {
    List<String> beside = new ArrayList<>();
    asked.forEach(stage -> stage.onCall().map(PersonId::value).ifPresent(beside::add));
    Placement.of(record.cards()).stream()
        .filter(placement -> placement.state() == Placement.State.REFUSED)
        .map(placement -> placement.address() + " " + placement.code().orElseThrow())
        .forEach(beside::add);
    record.frozen().map(freeze -> "frozen " + freeze.number()).ifPresent(beside::add);
    String mark = beside.isEmpty() ? "" : "-" + mark(beside.toString());
    return new EntityTag("\"" + record.request().version() + mark + "\"");
  }

  private static String mark(String text) {
    String digest = Digest.of(text).value();
    return digest.substring(digest.length() - MARK);
  }

  /// @param held what was put aside of the request, which changes its answer and not its version
  static EntityTag of(RequestRecord record, List<Held> held, List<AskedNow> asked) {
    EntityTag tag = of(record, asked);
    return held.isEmpty() ? tag : new EntityTag(tag.value().replaceFirst("\"$", "-held\""));
  }

  /// @param problems reported since the decision, which change the answer and not the version
  EntityTag with(int problems) {
    return problems == 0
        ? this
        : new EntityTag(value.replaceFirst("\"$", "-problems" + problems + "\""));
  }

  /// @param open whether something is still going to be done about it, which no version tells
  EntityTag followed(boolean open) {
    return open ? new EntityTag(value.replaceFirst("\"$", "-open\"")) : this;
  }

  /// @param times that the agent was asked to propose it anew, as [#with]
  EntityTag askedAgain(int times) {
    return times == 0 ? this : new EntityTag(value.replaceFirst("\"$", "-again" + times + "\""));
  }

  /// Whether `If-None-Match` names this tag, by the weak comparison that the header asks for.
  boolean isNamedIn(Optional<String> ifNoneMatch) {
    return ifNoneMatch.stream()
        .flatMap(header -> Arrays.stream(header.split(",", -1)))
        .map(String::strip)
        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
        .anyMatch(tag -> tag.equals("*") || tag.equals(value));
  }
}
