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
  private final Downloads downloads;

  private EvidencePages(EvidenceDesk desk, Downloads downloads) {
    this.desk = desk;
    this.downloads = downloads;
  }

  static List<Route> routes(EvidenceDesk desk, Downloads downloads) {
    return List.of(Route.of(EVIDENCE, new EvidencePages(desk, downloads)));
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
  public List<String> typedIn() {
    return List.of();
  }

  @Override
  public OwnPath formsAt(String path) {
    return OwnPath.of(OwnPath.REQUESTS + path.substring(EVIDENCE.length()));
  }

  @Override
  public void show(PageRequest asked) throws IOException {
    asked.answers().notThere(asked);
  }

  @Override
  public void take(PageRequest asked, SentForm sent) throws IOException {
    downloads.inTurn(asked, () -> handOver(asked));
  }

  private void handOver(PageRequest asked) throws IOException {
    switch (desk.export(asked.who().account(), asked.path().substring(EVIDENCE.length()))) {
      case EvidenceDesk.Unknown _ -> asked.answers().notThere(asked);
      case EvidenceDesk.TooOften _ ->
          asked
              .answers()
              .words(
                  Downloads.TOO_MANY_REQUESTS,
                  "Exported too often",
                  Optional.of(asked.who()),
                  "The evidence of this request was exported too often, and its chain takes no"
                      + " more of that. Please use a file from before, or ask whoever runs"
                      + " Countersign: they read the record with countersign verify.",
                  OwnPath.QUEUE);
      case EvidenceDesk.Pack(var id, var document) -> {
        try (OutputStream out =
            asked.answers().file("countersign-" + id + ".json", "application/json")) {
          out.write(CanonicalJson.bytes(document));
        }
      }
    }
  }
}
