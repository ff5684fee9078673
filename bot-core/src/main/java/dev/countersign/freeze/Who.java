package dev.countersign.freeze;

import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.Person;
import dev.countersign.proposal.PersonId;
import java.util.Optional;

/// Whoever begins or lifts a freeze: a person, by the account that a chat or nobody else vouched
/// for, or an operator at the command line, who is who they say.
///
/// @param name as it is shown
/// @param person empty for an operator
/// @param account of the person; empty for an operator
public record Who(String name, Optional<PersonId> person, Optional<AccountId> account) {
  public static Who operator(String name) {
    return new Who(name, Optional.empty(), Optional.empty());
  }

  static Who person(Person person, AccountId account) {
    return new Who(person.name(), Optional.of(person.id()), Optional.of(account));
  }

  public boolean isOperator() {
    return person.isEmpty();
  }

  /// Whether both are one human, as far as anybody knows.
  public boolean isSameAs(Who other) {
    return isOperator() == other.isOperator()
        && (isOperator() ? name.equals(other.name) : person.equals(other.person));
  }

  /// As entries name who acts.
  public String actor() {
    return person.map(id -> "person:" + id).orElse("operator");
  }

  void writeTo(JsonObject.Builder data) {
    data.put("by", name);
    person.ifPresent(id -> data.put("person", id.value()));
    account.ifPresent(id -> data.put("account", id.toJson()));
  }

  static Who read(JsonObject data) {
    return new Who(
        data.text("by"),
        data.optionalText("person").map(PersonId::new),
        data.optionalObject("account").map(AccountId::fromJson));
  }
}
