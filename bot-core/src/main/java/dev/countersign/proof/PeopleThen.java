package dev.countersign.proof;

import dev.countersign.grant.Electors;
import dev.countersign.json.JsonObject;
import dev.countersign.people.Beneficiaries;
import dev.countersign.people.Directory;
import dev.countersign.people.GlassHolders;
import dev.countersign.people.Person;
import dev.countersign.people.ProposingSide;
import dev.countersign.policy.Beneficiary;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Ruling;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.BrokenGlass;
import dev.countersign.request.Seat;
import dev.countersign.request.Vote;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Whether those who proposed and voted were who their entries say, by the import of people that
/// each entry names: as it was then, whatever the people are today.
final class PeopleThen {
  private final Findings findings;
  private final Function<String, Optional<Directory>> imports;

  /// For each voter the people of their latest vote.
  private final Map<PersonId, Directory> atTheVote = new HashMap<>();

  /// The people of the moment at which break-glass was used.
  private Optional<Directory> atTheBreak = Optional.empty();

  /// Those who were of the proposing side, or whom the action was for, when they voted.
  private final Set<PersonId> conflicted = new HashSet<>();

  private Function<Directory, Set<PersonId>> proposingSide = _ -> Set.of();
  private Function<Directory, Set<PersonId>> beneficiaries = _ -> Set.of();

  /// @param imports the people of an import by its digest; empty when no genuine entry tells of it
  PeopleThen(Findings findings, Function<String, Optional<Directory>> imports) {
    this.findings = findings;
    this.imports = imports;
  }

  /// @param proposed data of the first entry
  /// @param ruled data of the second
  void ruled(JsonObject proposed, JsonObject ruled) {
    AgentId proposer = new AgentId(proposed.text("agent"));
    Optional<String> onBehalfOf = proposed.optionalText("on_behalf_of");
    proposingSide = then -> ProposingSide.of(proposer, onBehalfOf, then);
    List<Beneficiary> actionIsFor = Ruling.beneficiaries(ruled);
    beneficiaries = then -> Beneficiaries.of(actionIsFor, then);
    Optional<Directory> people = named(2, ruled);
    String owner = proposed.text("owner");
    boolean otherOwner =
        people
            .flatMap(then -> then.agent(proposer))
            .filter(agent -> !agent.owner().value().equals(owner))
            .isPresent();
    if (otherOwner || (people.isPresent() && !ruled.texts("conflicted").contains(owner))) {
      findings.add(
          "audit_entry 2",
          Kind.CONTRADICTION,
          "the agent had another owner, or its owner was not kept from deciding");
    }
    boolean free =
        people
            .flatMap(then -> ProposingSide.actsFor(onBehalfOf, then))
            .filter(person -> !ruled.texts("conflicted").contains(person.value()))
            .isPresent();
    if (free) {
      findings.add(
          "audit_entry 2",
          Kind.CONTRADICTION,
          "the person that the agent acts for was not kept from deciding");
    }
    boolean decides =
        people.stream()
            .flatMap(then -> beneficiaries.apply(then).stream())
            .anyMatch(person -> !ruled.texts("conflicted").contains(person.value()));
    if (decides) {
      findings.add(
          "audit_entry 2",
          Kind.CONTRADICTION,
          "somebody whom the action is for was not kept from deciding");
    }
  }

  /// @param data of the vote's entry
  void voted(int seq, JsonObject data, Vote vote) {
    Optional<Directory> people = named(seq, data);
    if (people.isEmpty()) {
      atTheVote.remove(vote.person());
      return;
    }
    atTheVote.put(vote.person(), people.get());
    Set<PersonId> none = new HashSet<>(proposingSide.apply(people.get()));
    none.addAll(beneficiaries.apply(people.get()));
    vote.persons().stream().filter(none::contains).forEach(conflicted::add);
    whyNotTheirs(people.get(), vote)
        .ifPresent(why ->
            findings.add(
                "vote of " + vote.person(),
                Kind.CONTRADICTION,
                "by the people of its time, " + why));
  }

  /// @param data of the entry of a use of break-glass
  void broke(int seq, JsonObject data, BrokenGlass glass) {
    atTheBreak = named(seq, data);
    atTheBreak.ifPresent(then -> {
      Set<PersonId> none = new HashSet<>(proposingSide.apply(then));
      none.addAll(beneficiaries.apply(then));
      if (none.contains(glass.by())) {
        conflicted.add(glass.by());
      }
      boolean theirs =
          then.byId(glass.by())
              .flatMap(
                  by -> then.byId(glass.owner()).filter(owner -> GlassHolders.mayReview(by, owner)))
              .isPresent();
      if (!theirs) {
        findings.add(
            "audit_entry " + seq,
            Kind.CONTRADICTION,
            "by the people of its time, whoever has to look at it afterwards has no other function"
                + " than who used it");
      }
    });
  }

  /// @param data of the entry of what a person wrote about a use of break-glass
  void wrote(int seq, JsonObject data, BrokenGlass glass) {
    named(seq, data)
        .filter(then ->
            then.byId(new PersonId(data.text("person")))
                .filter(person ->
                    GlassHolders.mayReadAfterwards(
                        then.groups(), person, glass.by(), glass.owner()))
                .isEmpty())
        .ifPresent(_ ->
            findings.add(
                "audit_entry " + seq,
                Kind.CONTRADICTION,
                "by the people of its time, the retrospective was none of their business"));
  }

  private Optional<String> whyNotTheirs(Directory people, Vote vote) {
    Optional<Person> person = people.byId(vote.person());
    if (person.isEmpty()) {
      return Optional.of("there is no such person");
    }
    if (!person.get().accounts().contains(vote.account())) {
      return Optional.of("the account is not theirs");
    }
    if (proposingSide.apply(people).contains(vote.person())) {
      return Optional.of("they own the agent or are whom it acts for");
    }
    if (vote.inPlaceOf().filter(proposingSide.apply(people)::contains).isPresent()) {
      return Optional.of("the one in whose place it is owns the agent or is whom it acts for");
    }
    if (vote.persons().stream().anyMatch(beneficiaries.apply(people)::contains)) {
      return Optional.of(
          beneficiaries.apply(people).contains(vote.person())
              ? "the action is for them"
              : "the action is for the one in whose place it is");
    }
    Optional<GroupName> foreign =
        vote.seats().stream()
            .map(Seat::group)
            .filter(group -> !isMember(people, vote.member(), group))
            .findFirst();
    if (foreign.isPresent()) {
      return Optional.of(
          (vote.inPlaceOf().isEmpty()
                  ? "they are not"
                  : vote.member() + ", in whose place it is, is not")
              + " in group "
              + foreign.get());
    }
    if (!vote.seats().stream()
        .allMatch(seat -> Electors.mayDecide(vote.in(List.of(seat)), people))) {
      return Optional.of("no absence of " + vote.member() + " names them at that moment");
    }
    return person.get().functions().containsAll(vote.functions())
        ? Optional.empty()
        : Optional.of("they have not these functions");
  }

  /// Whose approvals did not count when they were given, beside those whom the ruling names.
  Set<PersonId> conflicted() {
    return Set.copyOf(conflicted);
  }

  /// Those who voted, as they were then: for the quorum gate.
  Electors electors() {
    return new Electors() {
      @Override
      public boolean mayDecide(Vote vote) {
        Directory people = atTheVote.get(vote.person());
        return people != null && Electors.mayDecide(vote, people);
      }

      @Override
      public boolean mayBreak(BrokenGlass glass) {
        return atTheBreak
            .filter(people -> GlassHolders.mayBreak(people, glass.by(), glass.account()))
            .isPresent();
      }
    };
  }

  private static boolean isMember(Directory people, PersonId person, GroupName group) {
    return people.group(group).filter(found -> found.members().contains(person)).isPresent();
  }

  /// Who was of the proposing side, or whom the action was for, by these people.
  Set<PersonId> conflictedBy(Directory then) {
    Set<PersonId> both = new HashSet<>(proposingSide.apply(then));
    both.addAll(beneficiaries.apply(then));
    return both;
  }

  /// The import that an entry names; empty where that is itself a finding.
  Optional<Directory> named(int seq, JsonObject data) {
    String place = "audit_entry " + seq;
    Optional<String> digest = data.optionalText("people");
    if (digest.isEmpty()) {
      findings.add(place, Kind.INCOMPLETE, "it does not name the people that it is about");
      return Optional.empty();
    }
    try {
      Optional<Directory> people = imports.apply(digest.get());
      if (people.isEmpty()) {
        findings.add(
            place,
            Kind.INCOMPLETE,
            "the people that it names are in no import that the deployment's chain tells of");
      }
      return people;
    } catch (RuntimeException e) {
      findings.add(place, Kind.ALTERED, "the import of people that it names does not read");
      return Optional.empty();
    }
  }
}
