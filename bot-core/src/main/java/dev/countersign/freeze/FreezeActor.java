package dev.countersign.freeze;

import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.Person;
import dev.countersign.proposal.PersonId;
import java.util.Optional;

/// Whoever begins or lifts a freeze: a person, by the account that a chat or nobody else vouched
/// for, an operator at the command line, who is who they say, or the gate itself where the policy
/// has it freeze an agent, which lifts nothing.
///
/// @param name as it is shown
/// @param person empty for others than a person
/// @param account of the person; empty for others
/// @param alarm what the gate froze the agent for; empty for others
public record FreezeActor(
    String name,
    Optional<PersonId> person,
    Optional<AccountId> account,
    Optional<FoundAlarm> alarm) {
  private static final String GATE = "the policy";

  private static final String ALARM = "alarm";

  public static FreezeActor operator(String name) {
    return new FreezeActor(name, Optional.empty(), Optional.empty(), Optional.empty());
  }

  public static FreezeActor gate(FoundAlarm alarm) {
    return new FreezeActor(GATE, Optional.empty(), Optional.empty(), Optional.of(alarm));
  }

  static FreezeActor person(Person person, AccountId account) {
    return new FreezeActor(
        person.name(), Optional.of(person.id()), Optional.of(account), Optional.empty());
  }

  public boolean isOperator() {
    return person.isEmpty() && alarm.isEmpty();
  }

  public boolean isGate() {
    return alarm.isPresent();
  }

  /// Whether both are one human, as far as anybody knows.
  public boolean isSameAs(FreezeActor other) {
    return isOperator() == other.isOperator()
        && isGate() == other.isGate()
        && (isOperator() ? name.equals(other.name) : person.equals(other.person));
  }

  /// As entries of the deployment name who acts.
  public String actor() {
    if (isGate()) {
      return "gate";
    }
    return isOperator() ? "operator" : "person";
  }

  void writeTo(JsonObject.Builder data) {
    data.put("by", name);
    person.ifPresent(id -> data.put("person", id.value()));
    account.ifPresent(id -> data.put("account", id.toJson()));
    alarm.ifPresent(found -> data.put(ALARM, found.toJson()));
  }

  static FreezeActor read(JsonObject data) {
    return new FreezeActor(
        data.text("by"),
        data.optionalText("person").map(PersonId::new),
        data.optionalObject("account").map(AccountId::fromJson),
        data.optionalObject(ALARM).map(FoundAlarm::fromJson));
  }
}
