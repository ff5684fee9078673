package dev.countersign.console;

import dev.countersign.card.Button;
import dev.countersign.card.Form;
import dev.countersign.card.ReviewDesk.Reviewed;
import dev.countersign.json.WireName;
import dev.countersign.request.Decision;
import dev.countersign.request.Remarks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The page of one request: all of it, then the forms that decide it, then what happened. Every
/// form works without a script.
final class ReviewPage {
  static final String DECISION = "decision";
  static final String TOKEN = "token";
  static final String REASON = "reason";
  static final String NOTE = "note";

  private final Visitor visitor;
  private final Reviewed.Page page;
  private final Typed typed;

  /// What somebody filled in before, and is shown again.
  ///
  /// @param decision of the form; empty where there is nothing to show
  record Typed(Optional<Decision> decision, String reason, String note) {
    static final Typed NOTHING = new Typed(Optional.empty(), "", "");
  }

  private ReviewPage(Visitor visitor, Reviewed.Page page, Typed typed) {
    this.visitor = visitor;
    this.page = page;
    this.typed = typed;
  }

  /// @param said what became of what was sent; may be empty
  static List<Html> of(Visitor visitor, Reviewed.Page page, String said, Typed typed) {
    return new ReviewPage(visitor, page, typed).parts(said);
  }

  private List<Html> parts(String said) {
    List<Html> parts = new ArrayList<>();
    if (!said.isEmpty()) {
      parts.add(Frame.notice(said));
    }
    if (page.tokens().isEmpty()) {
      parts.addAll(Frame.kept(typed.note()));
    }
    parts.add(PageRenderer.drawn(page.card()));
    if (!page.attachments().isEmpty()) {
      parts.add(
          AttachmentPages.list(
              visitor, page.view().request(), page.attachments(), page.openFirst()));
    }
    if (!page.tokens().isEmpty()) {
      parts.add(decisions());
    } else if (!page.words().isEmpty()) {
      parts.add(Html.of("p", page.words()).classed("why"));
    }
    if (page.exported()) {
      parts.add(EvidencePages.form(visitor, page.view().request()));
    }
    return page.chapters().isEmpty()
        ? parts
        : List.of(
            Html.of("div", Html.of("div", parts).classed("asked"), ChapterParts.of(page.chapters()))
                .classed("review"));
  }

  private Html decisions() {
    List<Html> forms = new ArrayList<>();
    forms.add(Html.of("h2", "Your decision"));
    for (Button button : page.view().buttons()) {
      String token = page.tokens().get(button.decision());
      if (token != null) {
        forms.add(
            button
                .form()
                .map(form -> asking(button, form, token))
                .orElseGet(() -> pressing(button, token)));
      }
    }
    return Html.of("section", forms).classed("decide").with("id", "decide");
  }

  /// A press decides; what it does stands beside it.
  private Html pressing(Button button, String token) {
    Html.Element form = form(button.decision(), token);
    Optional<String> effect = button.confirm().map(Button.Confirm::text);
    if (effect.isPresent()) {
      form = form.and(Html.of("p", effect.get()));
    }
    if (button.decision() == Decision.APPROVE && page.stronger().isPresent()) {
      form = PasskeyForms.approving(form, page.stronger().get());
    }
    return form.and(submit(button.label(), button.look()));
  }

  /// Opened by its name; open already where something in it has to be mended.
  private Html asking(Button button, Form form, String token) {
    Html.Element details =
        Html.of(
            "details",
            Html.of("summary", button.label()),
            fields(form(button.decision(), token), form, button));
    return typed.decision().filter(button.decision()::equals).isPresent()
        ? details.with("open")
        : details;
  }

  private Html fields(Html.Element into, Form form, Button button) {
    String prefix = WireName.of(button.decision());
    boolean again = typed.decision().filter(button.decision()::equals).isPresent();
    Html.Element filled = into;
    if (!form.reasons().isEmpty()) {
      List<Html> choices = new ArrayList<>();
      choices.add(Html.of("legend", "Why?"));
      for (Form.Choice choice : form.reasons()) {
        String value = WireName.of(choice.reason());
        Html.Element radio =
            Html.of("input")
                .with("type", "radio")
                .with("name", REASON)
                .with("value", value)
                .with("required");
        choices.add(
            Html.of(
                "label",
                again && typed.reason().equals(value) ? radio.with("checked") : radio,
                Html.text(" " + choice.words())));
      }
      filled = filled.and(Html.of("fieldset", choices));
    }
    Html.Element note =
        Html.of("textarea", again ? typed.note() : "")
            .with("id", prefix + "-note")
            .with("name", NOTE)
            .with("rows", "4")
            .with("maxlength", Integer.toString(Remarks.LONGEST_COMMENT));
    return filled
        .and(Html.of("label", form.note().label()).with("for", prefix + "-note"))
        .and(form.note().required() ? note.with("required") : note)
        .and(submit(form.send(), button.look()));
  }

  private Html.Element form(Decision decision, String token) {
    return Html.of(
            "form",
            Frame.key(visitor),
            Frame.hidden(DECISION, WireName.of(decision)),
            Frame.hidden(TOKEN, token))
        .with("method", "post")
        .with("action", OwnPath.of(page.view().request()));
  }

  private static Html submit(String label, Button.Look look) {
    Html.Element button = Html.of("button", label).with("type", "submit");
    return switch (look) {
      case PRIMARY -> button.classed("primary");
      case DANGER -> button.classed("danger");
      case PLAIN -> button;
    };
  }
}
