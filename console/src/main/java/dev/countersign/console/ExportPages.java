package dev.countersign.console;

import dev.countersign.json.WireName;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.people.ConsoleRole;
import dev.countersign.people.Directory;
import dev.countersign.proposal.ProposalId;
import dev.countersign.report.RequestLines;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was asked and what came of it, as a file for whoever looks after the record. It is read and
/// sent a page at a time, so that a long one takes no more memory than a short one.
final class ExportPages implements Page.WithForms {
  static final String PATH = "/export";

  /// Requests of one file, the newest ones.
  static final int MOST = 50_000;

  /// Files that are made at once; whoever comes then is asked to come back.
  static final int AT_ONCE = 2;

  static final int PAGE = 500;
  private static final String DAYS = "days";
  private static final String FORM = "form";
  private static final Logger log = LoggerFactory.getLogger(ExportPages.class);

  private final RequestLines lines;
  private final Directory directory;
  private final InstantSource clock;
  private final Semaphore turns = new Semaphore(AT_ONCE);

  private ExportPages(RequestLines lines, Directory directory, InstantSource clock) {
    this.lines = lines;
    this.directory = directory;
    this.clock = clock;
  }

  static List<Route> routes(RequestLines lines, Directory directory, InstantSource clock) {
    return List.of(
        Route.of(PATH, new ExportPages(lines, directory, clock))
            .onlyFor(ConsoleRole.AUDITOR, ConsoleRole.ADMIN)
            .inNavigation("Export"));
  }

  @Override
  public List<String> typedIn() {
    return List.of();
  }

  @Override
  public void show(PageRequest asked) throws IOException {
    page(asked, HttpServletResponse.SC_OK, "");
  }

  private static void page(PageRequest asked, int status, String said) throws IOException {
    List<Html> parts = new ArrayList<>();
    if (!said.isEmpty()) {
      parts.add(Frame.notice(said));
    }
    parts.add(Html.of("h1", "Export"));
    parts.add(
        Html.of(
                "form",
                Frame.key(asked.who()),
                choice(
                    "Requests of the last",
                    DAYS,
                    Arrays.stream(Period.values()).map(ExportPages::days).toList()),
                choice(
                    "As",
                    FORM,
                    Arrays.stream(LineFile.values())
                        .map(file ->
                            radio(FORM, WireName.of(file), file.label(), file == LineFile.CSV))
                        .toList()),
                Html.of("button", "Download").with("type", "submit").classed("primary"))
            .with("method", "post")
            .with("action", PATH)
            .classed("decide"));
    parts.add(
        Html.of(
                "p",
                "One line for each request: who asked, by which rules, what came of it, who voted"
                    + " and when. Nothing that anybody wrote is in it, and no request that bears on"
                    + " you. At most "
                    + String.format(Locale.ROOT, "%,d", MOST)
                    + " of them, the newest. The log of the server says that you took it.")
            .classed("small"));
    asked.answers().page(status, "Export", Optional.of(asked.who()), parts);
  }

  private static Html days(Period period) {
    return radio(
        DAYS, Integer.toString(period.days()), period.days() + " days", period == Period.WEEK);
  }

  private static Html choice(String legend, String name, List<Html> radios) {
    List<Html> parts = new ArrayList<>(List.of(Html.of("legend", legend)));
    parts.addAll(radios);
    return Html.of("fieldset", parts).with("id", name);
  }

  private static Html radio(String name, String value, String label, boolean checked) {
    Html.Element input =
        Html.of("input").with("type", "radio").with("name", name).with("value", value);
    return Html.of("label", checked ? input.with("checked") : input, Html.text(" " + label));
  }

  @Override
  public void take(PageRequest asked, SentForm sent) throws IOException {
    Optional<Period> period = Period.of(sent.form().text(DAYS));
    Optional<LineFile> file =
        Arrays.stream(LineFile.values())
            .filter(one -> WireName.of(one).equals(sent.form().text(FORM)))
            .findFirst();
    if (period.isEmpty() || file.isEmpty()) {
      page(asked, HttpServletResponse.SC_BAD_REQUEST, "Please choose a period and a form.");
      return;
    }
    if (!turns.tryAcquire()) {
      page(
          asked,
          HttpServletResponse.SC_SERVICE_UNAVAILABLE,
          "Other exports are being made just now, so this one was not begun. Please come back for"
              + " it.");
      return;
    }
    try {
      send(asked, period.get(), file.get());
    } finally {
      turns.release();
    }
  }

  private void send(PageRequest asked, Period period, LineFile file) throws IOException {
    Directory people = directory.asOfNow();
    ProposalId from = period.from(clock.instant());
    // Before the first byte, so that a ledger that is away is still said on a page.
    RequestLines.Page page = lines.page(from, LineFile.END_OF_IDS, PAGE);
    log.info(
        "{} exports the requests of {} days as {}", asked.who().person().id(), period.days(), file);
    OutputStream out = asked.answers().file("countersign-requests." + file.suffix(), file.type());
    out.write(file.first().getBytes(StandardCharsets.UTF_8));
    int left = MOST;
    while (true) {
      for (var line : page.lines()) {
        if (line.conflicted(people).contains(asked.who().person().id())) {
          continue;
        }
        out.write(file.line(line).getBytes(StandardCharsets.UTF_8));
      }
      left -= page.read();
      if (page.read() < PAGE || left <= 0) {
        // Not before: what is closed is a whole answer to whoever reads it.
        out.close();
        return;
      }
      page = next(from, page, Math.min(PAGE, left));
    }
  }

  private RequestLines.Page next(ProposalId from, RequestLines.Page before, int most)
      throws IOException {
    try {
      return lines.page(from, before.last(), most);
    } catch (LedgerUnavailableException e) {
      // A part of it is sent already: a connection that breaks is the one way to say so.
      throw new IOException("an export ends before its end", e);
    }
  }
}
