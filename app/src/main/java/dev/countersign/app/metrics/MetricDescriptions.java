package dev.countersign.app.metrics;

import static java.util.Map.entry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Map;

/// Gives each metric of the gate the sentence that stands beside it as `HELP` on `/metrics`
/// (Prometheus text format), wherever the metric is counted.
public final class MetricDescriptions implements MeterFilter {
  static final Map<String, String> OF =
      Map.ofEntries(
          entry(
              "countersign.backlog.age",
              "Time since it was last read what waits; its numbers are NaN meanwhile"),
          entry("countersign.build.info", "The build that runs"),
          entry("countersign.break.glass", "Uses of break-glass, of all replicas together"),
          entry(
              "countersign.break.glass.refused",
              "Uses of break-glass, and words for ending one, that came to nothing, by reason"),
          entry(
              "countersign.break.glass.open",
              "Uses of break-glass whose retrospective is not filed"),
          entry(
              "countersign.retrospectives.overdue",
              "Retrospectives of break-glass that should have been filed by now"),
          entry("countersign.retrospectives.filed", "Retrospectives of break-glass filed so far"),
          entry(
              "countersign.retrospectives.closed",
              "Retrospectives of break-glass that two people have read"),
          entry("countersign.callback", "Time from a callback of a chat to its answer"),
          entry("countersign.callbacks", "Callbacks of the chats, by how they were answered"),
          entry(
              "countersign.callers.refused",
              "Callbacks to the bot in Teams that were refused before they were read, by reason"),
          entry("countersign.card.updates", "Cards sent to the chats, by what the chat made of it"),
          entry(
              "countersign.chat.connections",
              "Connections that the gate opens to a chat for its callbacks, by what became of"
                  + " them"),
          entry("countersign.chat.down", "Whether a chat did not take this gate when last asked"),
          entry("countersign.clicks.not.counted", "Presses that counted for nothing, by reason"),
          entry(
              "countersign.database.connections",
              "Connections to the database by what they do, of each lane"),
          entry(
              "countersign.database.connections.most",
              "Connections to the database that a lane may have"),
          entry(
              "countersign.database.waiting",
              "Callers in this process that wait for a connection to the database"),
          entry("countersign.deliveries.due", "Deliveries that a worker could take up now"),
          entry(
              "countersign.deliveries.held",
              "Deliveries put aside because they failed too often; see quarantine list"),
          entry(
              "countersign.deliveries.oldest.due",
              "How long the first of the deliveries that are due has been so"),
          entry("countersign.escalated", "Times a request came to ask another group, too"),
          entry("countersign.execution", "Time from sending an action to its end"),
          entry("countersign.executions", "Ends of executions, by status"),
          entry(
              "countersign.executions.put.off",
              "Times an approved action had to wait for its turn, by reason"),
          entry(
              "countersign.outcome.files",
              "Outcomes that the database did not take in time, by what became of them"),
          entry("countersign.outcome.files.waiting", "Outcome files that wait for the database"),
          entry(
              "countersign.executions.withheld",
              "Approved actions that wait for recover release after a restore"),
          entry(
              "countersign.read.backs",
              "Looks at targets that had confirmed an action, by what they found"),
          entry("countersign.expired", "Requests that nobody decided before their deadline"),
          entry(
              "countersign.fast.approvals",
              "Approvals less than five seconds after the card was first shown at that place"),
          entry("countersign.file.info", "The files in force, by the beginning of their digests"),
          entry("countersign.http.request", "Time that agents waited for an answer"),
          entry("countersign.http.requests", "Requests of agents, by route and status"),
          entry("countersign.http.waiting", "Agents that wait for an outcome now"),
          entry(
              "countersign.on.hold",
              "Whether everything is on hold after a restore or a fail-over"),
          entry(
              "countersign.executions.unknown",
              "Executions of which nobody knows whether they happened"),
          entry("countersign.freezes", "Freezes that are on"),
          entry(
              "countersign.passkeys.refused",
              "Passkeys that were used and proved nothing, by purpose and reason"),
          entry(
              "countersign.private.replies",
              "Answers that only the presser sees, by whether they arrived"),
          entry("countersign.proposals", "Proposals that were recorded, by class and risk"),
          entry(
              "countersign.proposals.attached",
              "Proposals attached to an identical one that waits for people"),
          entry(
              "countersign.proposals.over.budget",
              "Proposals refused because too many wait for people, by whose budget"),
          entry(
              "countersign.observed",
              "Rulings outside the pilot, by what they would have been and whom they would ask"),
          entry(
              "countersign.replica.outdated",
              "Whether this replica takes no part because it does not serve what is in force"),
          entry(
              "countersign.requests.overdue",
              "Pending requests that should have expired minutes ago and did not"),
          entry("countersign.reminded", "Times those were reminded who had not decided"),
          entry("countersign.requests.pending", "Requests that wait for people"),
          entry(
              "countersign.requests.unreached",
              "Requests that ended because no place where people decide could be reached"),
          entry(
              "countersign.rules.matched",
              "Rulings in which a rule matched, by the rule and the effect of the ruling"),
          entry("countersign.rulings", "Rulings of the policy, by effect"),
          entry("countersign.votes", "Votes that counted, by decision"),
          entry(
              "countersign.watched.files.waiting",
              "Whether watched files were changed and are not in force: wrong, or to be confirmed"),
          entry("countersign.worker.failures", "Tries of workers that failed and come again"),
          entry("countersign.worker.running", "Deliveries that a worker works on now"),
          entry("countersign.worker.running.most", "Deliveries that a worker may work on at once"));

  @Override
  public Meter.Id map(Meter.Id id) {
    String description = OF.get(id.getName());
    return description == null
        ? id
        : new Meter.Id(
            id.getName(), Tags.of(id.getTags()), id.getBaseUnit(), description, id.getType());
  }
}
