package dev.countersign.console;

import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickDesk;
import dev.countersign.card.Inputs;
import dev.countersign.card.PasskeyDesk;
import dev.countersign.card.ReviewDesk;
import dev.countersign.card.ReviewDesk.Reviewed;
import dev.countersign.card.WhyNot;
import dev.countersign.json.WireName;
import dev.countersign.passkey.Bound;
import dev.countersign.people.ChatAddress;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One request: looked at, and decided.
final class RequestPages implements Page.WithForms {
  private static final Pattern CARRIED = Pattern.compile("[A-Za-z0-9._=&-]{1,2000}");

  private final ReviewDesk reviews;
  private final ClickDesk clicks;
  private final PasskeyPages passkeys;
  private final BreakGlassPages glass;

  private RequestPages(
      ReviewDesk reviews, ClickDesk clicks, PasskeyPages passkeys, BreakGlassPages glass) {
    this.glass = glass;
    this.reviews = reviews;
    this.clicks = clicks;
    this.passkeys = passkeys;
  }

  /// @param passkeys read what a passkey signed for an approval
  /// @param glass the page below each request that stands in for its quorum
  static List<Route> routes(
      ReviewDesk reviews, ClickDesk clicks, PasskeyPages passkeys, BreakGlassPages glass) {
    return List.of(Route.of(OwnPath.REQUESTS, new RequestPages(reviews, clicks, passkeys, glass)));
  }

  @Override
  public List<String> typedIn() {
    return Stream.concat(Stream.of(ReviewPage.NOTE), glass.typedIn().stream()).toList();
  }

  @Override
  public void show(PageRequest asked) throws IOException {
    boolean breaks = OwnPath.breaking(asked.path()).isPresent();
    if ((breaks || OwnPath.request(asked.path()).isPresent())
        && Browser.comesFromElsewhere(asked.request())) {
      asked
          .answers()
          .words(
              HttpServletResponse.SC_OK,
              "From another site",
              Optional.of(asked.who()),
              "Another site brought you here. When you open this request, Countersign notes that"
                  + " you were shown it.",
              OwnPath.of(asked.path()).text() + carried(asked));
      return;
    }
    if (breaks) {
      glass.show(asked);
    } else {
      review(asked, "", ReviewPage.Typed.NOTHING);
    }
  }

  /// The same answer whether there is no such request or it is none of theirs.
  private void review(PageRequest asked, String said, ReviewPage.Typed typed) throws IOException {
    Optional<ProposalId> id = OwnPath.request(asked.path());
    Reviewed reviewed =
        id.map(request -> reviews.look(asked.who().account(), request.value()))
            .orElseGet(Reviewed.Unknown::new);
    switch (reviewed) {
      case Reviewed.Unknown _ -> asked.answers().notThere(asked, said, typed.note());
      case Reviewed.Page page ->
          asked
              .answers()
              .page(
                  HttpServletResponse.SC_OK,
                  page.view().heading(),
                  Optional.of(asked.who()),
                  with(
                      ReviewPage.of(asked.who(), page, said, typed),
                      glass.link(asked.who(), page.view().request())));
    }
  }

  /// What a link from a chat carries, so that it is not lost on the way.
  private static String carried(PageRequest asked) {
    return OwnPath.breaking(asked.path())
        .flatMap(_ -> Optional.ofNullable(asked.request().getQueryString()))
        .filter(CARRIED.asMatchPredicate())
        .map(query -> "?" + query)
        .orElse("");
  }

  private static List<Html> with(List<Html> parts, Optional<Html> more) {
    return Stream.concat(parts.stream(), more.stream()).toList();
  }

  @Override
  public void refuseStale(PageRequest asked, SentForm sent) throws IOException {
    if (OwnPath.breaking(asked.path()).isPresent()) {
      glass.refuseStale(asked, sent);
    } else {
      review(asked, SentForm.STALE, typed(sent.form(), true));
    }
  }

  /// Pressed as in a chat: the same desk, the same checks, the same words.
  @Override
  public void take(PageRequest asked, SentForm sent) throws IOException {
    if (OwnPath.breaking(asked.path()).isPresent()) {
      glass.take(asked, sent);
      return;
    }
    FormBody form = sent.form();
    Optional<Decision> decision = decision(form);
    if (OwnPath.request(asked.path()).isEmpty() || decision.isEmpty()) {
      review(asked, WhyNot.NOT_OURS.saidToThePresser(), typed(form, false));
      return;
    }
    Visitor who = asked.who();
    Click click =
        new Click(
                who.account(),
                ChatAddress.ofPages(who.account()),
                "",
                form.text(ReviewPage.TOKEN),
                new Inputs(form.filled(ReviewPage.REASON), form.filled(ReviewPage.NOTE)),
                sent.digest())
            .named(decision.get());
    Optional<PasskeyDesk.Checked> checked =
        OwnPath.request(asked.path())
            .flatMap(request ->
                passkeys.check(who, form, PasskeyDesk.Deed.on(Bound.Purpose.APPROVE, request)));
    ClickAnswer answer =
        clicks.decide(
            checked.orElse(null) instanceof PasskeyDesk.Checked.Proven(var check)
                ? click.proven(check)
                : click);
    review(
        asked,
        said(answer, checked),
        switch (answer.kind()) {
          case COUNTED, REPEATED -> ReviewPage.Typed.NOTHING;
          case STANDING,
              PARTLY,
              REFUSED,
              NOT_ENTITLED,
              OUTSIDER,
              OUTDATED,
              INCOMPLETE,
              UNKNOWN_BUTTON,
              MALFORMED,
              UNAVAILABLE ->
              typed(form, true);
        });
  }

  /// Where only the passkey was missing, what was wrong with it.
  private static String said(ClickAnswer answer, Optional<PasskeyDesk.Checked> checked) {
    return answer.code().equals(ClickAnswer.STRONGER_CHECK)
            && checked.orElse(null) instanceof PasskeyDesk.Checked.Not(var words)
        ? words
        : answer.text();
  }

  private static Optional<Decision> decision(FormBody form) {
    return Arrays.stream(Decision.values())
        .filter(one -> WireName.of(one).equals(form.text(ReviewPage.DECISION)))
        .findFirst();
  }

  private static ReviewPage.Typed typed(FormBody form, boolean again) {
    return new ReviewPage.Typed(
        again ? decision(form) : Optional.empty(),
        form.text(ReviewPage.REASON),
        form.text(ReviewPage.NOTE));
  }
}
