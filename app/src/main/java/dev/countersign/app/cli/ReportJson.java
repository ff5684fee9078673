package dev.countersign.app.cli;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.policy.Gate;
import dev.countersign.report.Ending;
import dev.countersign.report.ObservedFigures;
import dev.countersign.report.QualityReport;
import dev.countersign.report.RequestFigures;
import dev.countersign.report.ReviewerFigures;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// A report as a document: `{"since","requests","rules","tags","action_types","agents",
/// "reviewers","observed","not_counted"}`, `observed` being what is outside the pilot. Times are
/// whole seconds, shares whole percents; what is unknown is null.
final class ReportJson {
  private ReportJson() {}

  static JsonObject of(QualityReport report, Optional<Instant> since) {
    return JsonObject.builder()
        .put("since", since.<Json>map(from -> Json.of(from.toString())).orElse(JsonNull.NULL))
        .put("requests", report.requests())
        .put("rules", figures(report.rules()))
        .put("tags", figures(report.tags()))
        .put("action_types", figures(report.actionTypes()))
        .put("agents", figures(report.agents()))
        .put(
            "reviewers",
            JsonArray.of(
                report.reviewers().entrySet(), entry -> of(entry.getKey(), entry.getValue())))
        .put("observed", observed(report.observed()))
        .put(
            "not_counted",
            JsonObject.builder()
                .put("requests", report.notCounted())
                .put(
                    "named",
                    JsonArray.of(
                        report.named(),
                        one ->
                            JsonObject.builder()
                                .put("id", one.id().value())
                                .put("why", one.why())
                                .build()))
                .build())
        .build();
  }

  private static JsonObject observed(ObservedFigures figures) {
    JsonObject.Builder json = JsonObject.builder();
    for (Gate gate : Gate.values()) {
      json.put(WireName.of(gate), figures.wouldHave(gate));
    }
    return json.put(
            "groups",
            JsonArray.of(
                figures.groups().entrySet(),
                group ->
                    JsonObject.builder()
                        .put("name", group.getKey())
                        .put("requests", group.getValue())
                        .build()))
        .build();
  }

  private static JsonArray figures(Map<String, RequestFigures> figures) {
    return JsonArray.of(figures.entrySet(), entry -> of(entry.getKey(), entry.getValue()));
  }

  private static JsonObject of(String name, RequestFigures figures) {
    JsonObject.Builder json =
        JsonObject.builder().put("name", name).put("requests", figures.requests());
    for (Ending ending : Ending.values()) {
      json.put(WireName.of(ending), figures.ended(ending));
    }
    JsonObject.Builder reasons = JsonObject.builder();
    figures.reasons().forEach((reason, number) -> reasons.put(WireName.of(reason), number));
    return json.put(
            "auto_approved_percent",
            percent(figures.ended(Ending.AUTO_APPROVED), figures.requests()))
        .put("median_seconds", seconds(figures.timeToDecide(Figure.MEDIAN)))
        .put("p90_seconds", seconds(figures.timeToDecide(Figure.P90)))
        .put("rejection_reasons", reasons.build())
        .put("defects", figures.defects())
        .put("defect_percent", percent(figures.defects(), figures.approved()))
        .build();
  }

  private static JsonObject of(String person, ReviewerFigures figures) {
    return JsonObject.builder()
        .put("name", person)
        .put("votes", figures.votes())
        .put("approved", figures.voted(Decision.APPROVE))
        .put("rejected", figures.voted(Decision.REJECT))
        .put("returned", figures.voted(Decision.RETURN))
        .put("median_seconds", seconds(figures.timeToVote(Figure.MEDIAN)))
        .put("p90_seconds", seconds(figures.timeToVote(Figure.P90)))
        .put(
            "fast_percent",
            figures
                .fastApprovals()
                .map(fast -> percent(fast, figures.timedApprovals()))
                .orElse(JsonNull.NULL))
        .put("defects", figures.defects())
        .put("defect_percent", percent(figures.defects(), figures.approvedInTheEnd()))
        .build();
  }

  private static Json seconds(Optional<Duration> time) {
    return time.<Json>map(known -> Json.of(Figure.seconds(known))).orElse(JsonNull.NULL);
  }

  private static Json percent(long part, long whole) {
    return Figure.percent(part, whole).<Json>map(Json::of).orElse(JsonNull.NULL);
  }
}
