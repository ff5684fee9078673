package dev.countersign.intake;

import dev.countersign.card.WhyNot;
import dev.countersign.intake.IntakeResult.Declined;
import dev.countersign.intake.IntakeResult.Kind;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.Optional;

/// That a person makes a revision.
///
/// @param account that it came from
/// @param callback digest over what the chat sent
/// @param people of the import that the person was found in
record Editing(Person person, AccountId account, Digest callback, Directory people)
    implements Preparing {

  @Override
  public String actor() {
    return "person:" + person.id();
  }

  @Override
  public void into(JsonObject.Builder data) {
    data.put("edited_by", person.id().value())
        .put("account", account.toString())
        .put("callback", callback.value())
        .put("people", people.version().map(Digest::value).orElse(null));
  }

  /// Who may edit is who may decide; empty for them.
  @Override
  public Optional<Declined> whyNot(RequestRecord before) {
    return whyNot(before, person, people);
  }

  static Optional<Declined> whyNot(RequestRecord before, Person person, Directory people) {
    return switch (before.entitlement(person, people)) {
      case ENTITLED ->
          before.now().isBefore(before.request().deadline())
              ? Optional.empty()
              : Optional.of(not(Kind.CONFLICT, "too_late", WhyNot.TOO_LATE.said()));
      case VOTED ->
          Optional.of(
              not(
                  Kind.CONFLICT,
                  "already_voted",
                  "You have decided on this text already, so you do not change it. Somebody else of"
                      + " the group can."));
      case CONFLICTED -> Optional.of(not(Kind.FORBIDDEN, "conflicted", WhyNot.CONFLICTED.said()));
      case NOT_ASKED -> Optional.of(not(Kind.FORBIDDEN, "not_eligible", WhyNot.NOT_ASKED.said()));
      case OTHER_FUNCTION ->
          Optional.of(not(Kind.FORBIDDEN, "other_function", WhyNot.OTHER_FUNCTION.said()));
      case DECIDED -> Optional.of(IntakeWords.editTooLate());
    };
  }

  @Override
  public Optional<PersonId> editor() {
    return Optional.of(person.id());
  }

  @Override
  public Optional<Instant> until(RequestRecord before) {
    return Optional.of(before.request().deadline());
  }

  @Override
  public Declined moved() {
    return IntakeWords.editTooLate();
  }

  @Override
  public Declined refused(Ruling ruling) {
    return IntakeWords.editRefused(ruling);
  }

  @Override
  public Declined notAsked() {
    return IntakeWords.editNotAsked();
  }

  private static Declined not(Kind kind, String code, String words) {
    return IntakeWords.notPrepared(kind, code, words);
  }
}
