package dev.countersign.app;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.overview.AgentsInForce;
import dev.countersign.app.overview.ConnectionsInForce;
import dev.countersign.app.overview.Evaluations;
import dev.countersign.app.overview.PeopleInForce;
import dev.countersign.app.overview.PolicyInForce;
import dev.countersign.app.policy.StageCheck;
import dev.countersign.app.version.VersionFiles;
import dev.countersign.console.Console;
import dev.countersign.overview.Overviews;
import dev.countersign.people.Directory;
import dev.countersign.people.People;
import dev.countersign.people.Surfaces;
import dev.countersign.store.PostgresStore;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// What the console tells of this deployment, from what this replica serves and its workers'
/// connections: whoever looks takes none of those that decisions need.
final class DeploymentOverviews {
  private static final People NOBODY = new People(List.of(), List.of(), List.of());

  private DeploymentOverviews() {}

  static Overviews of(
      Configuration settings,
      Console console,
      GateInForce gate,
      PostgresStore store,
      Directory directory,
      InstantSource clock) {
    Supplier<People> everybody = () -> store.people().orElse(NOBODY);
    Supplier<VersionFiles> files = () -> gate.served().version().files();
    Surfaces surfaces = StageCheck.offered(settings);
    return new Overviews(
        new Evaluations(
            gate, directory, everybody, () -> files.get().connections().byName().keySet()),
        new PolicyInForce(
            () -> new PolicyInForce.Served(gate.served().version().number(), files.get()),
            store.versions()::history,
            store.history(),
            everybody,
            settings.internalDomains(),
            surfaces,
            clock,
            System::nanoTime),
        new PeopleInForce(
            everybody,
            () -> files.get().policy(),
            store.passkeys()::all,
            console.passkeyCooling(),
            surfaces,
            clock),
        new ConnectionsInForce(
            () -> files.get().connections().deployedIn(settings.deployedIn()),
            store.usage(),
            store.freezes()::now),
        new AgentsInForce(
            everybody,
            key ->
                store
                    .key(key)
                    .map(found ->
                        new AgentsInForce.Key(found.secretHash().isPresent(), found.scopes())),
            store.deployment(),
            store.usage(),
            store.freezes()::now,
            new AgentsInForce.Admitted(
                settings.http().agentBurst(),
                settings.http().agentPerSecond(),
                settings.proposals().open().perAgent())));
  }
}
