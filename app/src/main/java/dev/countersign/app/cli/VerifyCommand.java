package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.console.Console;
import dev.countersign.json.WireName;
import dev.countersign.proof.Damage;
import dev.countersign.proof.DeploymentDamage;
import dev.countersign.proof.Verifier;
import dev.countersign.store.PostgresStore;
import dev.countersign.token.GrantVerifier;
import dev.countersign.token.KeyRing;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "verify",
    description = {
      "Proves that everything stored is as it was written: digests, chains, seals, folds, votes,"
          + " grants.",
      "Names every damage with its place. Only reads."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand extends Printing implements Callable<Integer> {
  /// Said each time: a proof that hides its limits is none.
  private static final List<String> BLIND =
      List.of(
          "What this cannot see: a request that was removed with everything that bears its id, a",
          "request or the deployment's chain set back to an earlier end with all its rows, and a",
          "database that was replaced by an earlier copy of itself.");

  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Override
  public Integer call() {
    Configuration settings = configuration.read();
    KeyRing keys = StoreAccess.keys(settings);
    GrantVerifier grants = new GrantVerifier(keys, settings.issuer());
    try (PostgresStore store = StoreAccess.toRead(settings, keys)) {
      // What is sound would be called forged with the keys of another deployment.
      store
          .register()
          .foreign(keys.facts())
          .ifPresent(why -> {
            throw CheckFailedException.of(settings.files().keys() + ": " + why);
          });
      Verifier verifier =
          new Verifier(store.evidence(), grants, keys.evidence(), Console.assertionsOfAnyTime());
      List<DeploymentDamage> deployment = verifier.verifyDeployment();
      deployment.forEach(this::tell);
      Verifier.Summary summary = verifier.verifyAll(this::tell);
      out()
          .printf(
              "%d requests with %d entries: %s%n",
              summary.requests(),
              summary.entries(),
              summary.isSound() ? "sound" : summary.damages() + " damages");
      out()
          .printf(
              "The deployment's chain and people: %s%n",
              deployment.isEmpty() ? "sound" : deployment.size() + " damages");
      if (summary.unkeyed() > 0) {
        out()
            .printf(
                "%d of them are unkeyed: opened by a release without seals, so their first entries"
                    + " are linked, but no key proves them.%n",
                summary.unkeyed());
      }
      boolean held = store.recovery().isOnHold();
      if (held) {
        out()
            .println(
                "On hold: the database is not where it was; it was restored or taken over by"
                    + " another server, and what happened since its last commit is unknown here."
                    + " See countersign recover.");
      }
      BLIND.forEach(out()::println);
      return summary.isSound() && deployment.isEmpty() && !held ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private void tell(DeploymentDamage damage) {
    out()
        .printf(
            "deployment: %s: %s: %s%n",
            damage.place(), WireName.of(damage.kind()), damage.detail());
  }

  private void tell(Damage damage) {
    out()
        .printf(
            "%s: %s: %s: %s%n",
            damage.request(), damage.place(), WireName.of(damage.kind()), damage.detail());
  }
}
