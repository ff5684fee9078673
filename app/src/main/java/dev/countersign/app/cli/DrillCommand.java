package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.audit.ChainLinks;
import dev.countersign.breakglass.DrillBasis.Settings;
import dev.countersign.breakglass.DrillBasis.Stored;
import dev.countersign.breakglass.DrillFinding;
import dev.countersign.breakglass.GlassDrill;
import dev.countersign.breakglass.GlassDrill.Report;
import dev.countersign.grant.RecordProof;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.SchemaRefusedException;
import dev.countersign.proposal.PersonId;
import dev.countersign.store.PostgresStore;
import dev.countersign.token.KeyRing;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "drill",
    description = "Says what would fail in an outage, while everything works. Only reads.",
    mixinStandardHelpOptions = true,
    subcommands = DrillCommand.BreakGlass.class,
    synopsisSubcommandLabel = "COMMAND")
final class DrillCommand {
  @Command(
      name = "break-glass",
      description = {
        "Says who could use break-glass now, and what would keep people from it: ok, weak (it"
            + " would",
        "work, but less well than it should) or would fail. Ends with 0 when somebody could. Only",
        "reads, and asks no target, chat or identity provider."
      },
      mixinStandardHelpOptions = true)
  static final class BreakGlass extends Printing implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Option(names = "--json", description = "As one JSON document.")
    private boolean json;

    @Override
    public Integer call() {
      Configuration read = configuration.read();
      Settings settings = read.drill();
      KeyRing keys = StoreAccess.keys(read);
      Report report;
      int otherwise = ExitCode.FAILED;
      try (PostgresStore store = StoreAccess.toRead(read, keys)) {
        store.requireFit();
        // With the keys of another deployment no passkey would count.
        store
            .register()
            .foreign(keys.facts())
            .ifPresent(why -> {
              throw CheckFailedException.of(read.files().keys() + ": " + why);
            });
        report = GlassDrill.report(settings, stored(store, keys));
      } catch (LedgerUnavailableException e) {
        report = GlassDrill.withoutDatabase(settings, said(e));
        otherwise = ExitCode.UNREACHABLE;
      } catch (SchemaRefusedException e) {
        report = GlassDrill.withoutDatabase(settings, said(e));
      }
      tell(report);
      return report.ready().isEmpty() ? otherwise : ExitCode.OK;
    }

    private static Stored stored(PostgresStore store, KeyRing keys) {
      RecordProof proof = new RecordProof(ChainLinks.under(keys.evidence()));
      return new Stored(
          store.directory().asOfNow(),
          store.passkeys().all(),
          GlassDrill.proven(store.retrospectives(), store.ledger(), proof)::of,
          store.freezes().now(),
          store.ledger().now());
    }

    private static String said(RuntimeException e) {
      return String.valueOf(e.getMessage());
    }

    private void tell(Report report) {
      if (json) {
        out().println(CanonicalJson.text(document(report)));
        return;
      }
      report.findings().forEach(one -> out().println(line(one)));
      out()
          .println(
              report.ready().isEmpty()
                  ? "Nobody could use break-glass now."
                  : report.ready().stream()
                      .map(PersonId::value)
                      .collect(Collectors.joining(", ", "Could use break-glass now: ", ".")));
    }

    private static String line(DrillFinding one) {
      String person = one.person().map(id -> " " + id.value()).orElse("");
      String todo = one.todo().isEmpty() ? "" : "; to do: " + one.todo();
      return "%-10s  %s%s: %s%s."
          .formatted(
              WireName.of(one.status()).replace('_', ' '),
              WireName.of(one.subject()),
              person,
              one.said(),
              todo);
    }

    /// `{"ready":[ID],"findings":[{"subject","status","person","said","todo"}]}`; `person` is left
    /// out where it is about all of them, `todo` is empty where nothing is to be done.
    private static JsonObject document(Report report) {
      return JsonObject.builder()
          .put("ready", JsonArray.of(report.ready(), id -> Json.of(id.value())))
          .put(
              "findings",
              JsonArray.of(
                  report.findings(),
                  one ->
                      JsonObject.builder()
                          .put("subject", WireName.of(one.subject()))
                          .put("status", WireName.of(one.status()))
                          .put("person", one.person().map(PersonId::value).orElse(null))
                          .put("said", one.said())
                          .put("todo", one.todo())
                          .build()))
          .build();
    }
  }
}
