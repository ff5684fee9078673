package dev.countersign.app.overview;

import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.card.Run;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.freeze.Freezing;
import dev.countersign.ledger.DeploymentChain;
import dev.countersign.ledger.Usage;
import dev.countersign.overview.AgentsDesk;
import dev.countersign.people.Agent;
import dev.countersign.people.People;
import dev.countersign.people.Person;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// Tells which agents there are, and how their keys stand.
public final class AgentsInForce implements AgentsDesk {
  /// Entries of the deployment's chain that are read at once.
  private static final int PAGE = 1_000;

  private final Supplier<People> everybody;
  private final Function<String, Optional<Key>> keys;
  private final DeploymentChain chain;
  private final Usage usage;
  private final Supplier<Freezing> freezing;
  private final Admitted admitted;

  /// How a key stands; its secret and the hash of it stay where they are.
  ///
  /// @param opens whether it has a secret
  public record Key(boolean opens, Set<String> scopes) {
    public Key {
      scopes = Set.copyOf(scopes);
    }
  }

  /// How much one agent may ask, as the settings say.
  ///
  /// @param burst requests at once, after a pause, for each process
  /// @param perSecond in the long run
  /// @param open requests that may wait for people
  public record Admitted(int burst, int perSecond, int open) {}

  /// @param everybody who is known at this moment
  /// @param keys by the public part
  /// @param chain which tells when each secret was made
  public AgentsInForce(
      Supplier<People> everybody,
      Function<String, Optional<Key>> keys,
      DeploymentChain chain,
      Usage usage,
      Supplier<Freezing> freezing,
      Admitted admitted) {
    this.everybody = everybody;
    this.keys = keys;
    this.chain = chain;
    this.usage = usage;
    this.freezing = freezing;
    this.admitted = admitted;
  }

  @Override
  public Listing list() {
    People people = everybody.get();
    Map<String, Instant> made = made();
    Map<String, Integer> open = usage.open();
    List<Freeze> freezes = freezing.get().inForce();
    return new Listing(
        admitted.burst(),
        admitted.perSecond(),
        admitted.open(),
        people.agents().stream()
            .sorted(Comparator.comparing(agent -> agent.id().value()))
            .map(agent -> line(agent, people, made, open, freezes))
            .toList());
  }

  private Line line(
      Agent agent,
      People people,
      Map<String, Instant> made,
      Map<String, Integer> open,
      List<Freeze> freezes) {
    Optional<Key> key = keys.apply(agent.key().value());
    return new Line(
        agent.id(),
        name(agent.owner(), people),
        agent.key(),
        Optional.ofNullable(made.get(agent.key().value())),
        key.filter(Key::opens).isPresent(),
        key.map(Key::scopes).orElse(Set.of()),
        agent.mayPropose(),
        agent.environments(),
        agent.mustNamePerson(),
        open.getOrDefault(agent.id().value(), 0),
        ConnectionsInForce.covering(
            freezes, new FreezeScope(FreezeScope.Kind.AGENT, agent.id().value())));
  }

  private static Run name(PersonId owner, People people) {
    return Run.supplied(
        people.persons().stream()
            .filter(person -> person.id().equals(owner))
            .map(Person::name)
            .findFirst()
            .orElse(owner.value()));
  }

  /// When the secret of each key was last made.
  private Map<String, Instant> made() {
    Map<String, Instant> made = new HashMap<>();
    int after = 0;
    for (List<DeploymentEntry> page = chain.entriesAfter(after, PAGE);
        !page.isEmpty();
        page = chain.entriesAfter(after, PAGE)) {
      page.stream()
          .map(DeploymentEntry::document)
          .filter(entry -> entry.text("type").equals(DeploymentFact.AGENT_KEY_SET))
          .forEach(entry -> made.put(entry.object("data").text("key"), entry.instant("at")));
      after = page.getLast().seq();
    }
    return made;
  }
}
