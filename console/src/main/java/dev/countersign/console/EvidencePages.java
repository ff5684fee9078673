package dev.countersign.console;

import dev.countersign.card.EvidenceDesk;
import dev.countersign.json.CanonicalJson;
import dev.countersign.proposal.ProposalId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/// The record of one request as a file. It is asked for by a form, since the chain then says who
/// was handed it, and a GET moves nothing.
final class EvidencePages implements Page.WithForms {
  static final String EVIDENCE = "/evidence/";
  private final EvidenceDesk desk;

  private EvidencePages(EvidenceDesk desk) {
    this.desk = desk;
  }

  static List<Route> routes(EvidenceDesk desk) {
    return List.of(Route.of(EVIDENCE, new EvidencePages(desk)));
  }

  static Html form(Visitor visitor, ProposalId request) {
    return Html.of(
            "form",
            Frame.key(visitor),
            Html.of("button", "Download its evidence").with("type", "submit"),
            Html.of(
                    "p",
                    "One JSON file with what was frozen and the whole chain. The chain says that"
                        + " you took it.")
                .classed("small"))
        .with("method", "post")
        .with("action", EVIDENCE + request)
        .classed("evidence");
  }

  @Override
  public void show(PageRequest asked) throws IOException {
    asked.answers().notThere(asked);
  }

  @Override
  public void take(PageRequest asked, SentForm sent) throws IOException {
    Optional<EvidenceDesk.Pack> pack =
        desk.export(asked.who().account(), asked.path().substring(EVIDENCE.length()));
    if (pack.isEmpty()) {
      asked.answers().notThere(asked);
      return;
    }
    try (OutputStream out =
        asked.answers().file("countersign-" + pack.get().id() + ".json", "application/json")) {
      out.write(CanonicalJson.bytes(pack.get().document()));
    }
  }
}
