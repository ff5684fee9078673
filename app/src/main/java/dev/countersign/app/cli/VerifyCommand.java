package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.proof.Damage;
import dev.countersign.proof.Verifier;
import dev.countersign.proposal.WireName;
import dev.countersign.store.PostgresStore;
import dev.countersign.token.GrantVerifier;
import dev.countersign.token.KeyRing;
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
  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Override
  public Integer call() {
    Configuration settings = configuration.read();
    KeyRing keys = StoreAccess.keys(settings);
    GrantVerifier grants = new GrantVerifier(keys, settings.issuer());
    try (PostgresStore store = StoreAccess.toRead(settings, keys)) {
      // Sound grants would be called altered with the keys of another deployment.
      store
          .deployment()
          .foreign(keys.facts())
          .ifPresent(why -> {
            throw CheckFailedException.of(settings.files().keys() + ": " + why);
          });
      Verifier.Summary summary =
          new Verifier(store.evidence(), grants, keys.evidence()).verifyAll(this::tell);
      out()
          .printf(
              "%d requests with %d entries: %s%n",
              summary.requests(),
              summary.entries(),
              summary.isSound() ? "sound" : summary.damages() + " damages");
      if (summary.unkeyed() > 0) {
        out()
            .printf(
                "%d of them are unkeyed: opened by a release without seals, so their first entries"
                    + " are linked, but no key proves them.%n",
                summary.unkeyed());
      }
      return summary.isSound() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private void tell(Damage damage) {
    out()
        .printf(
            "%s: %s: %s: %s%n",
            damage.request(), damage.place(), WireName.of(damage.kind()), damage.detail());
  }
}
