package dev.countersign.console;

import dev.countersign.card.AttachmentDesk;
import dev.countersign.card.AttachmentDesk.Handed;
import dev.countersign.card.VisibleText;
import dev.countersign.json.Digest;
import dev.countersign.proposal.Message.Attachment;
import dev.countersign.proposal.ProposalId;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a request attaches, as files. Each is asked for by a form, since the chain then says who
/// was handed it, and a GET moves nothing. A browser keeps it, and shows nothing of it.
final class AttachmentPages implements Page.WithForms {
  static final String ATTACHMENTS = "/attachments/";
  private static final String SHA256 = "sha256";
  private static final int MOST_NAME = 100;

  private final AttachmentDesk desk;
  private final Downloads downloads;

  private AttachmentPages(AttachmentDesk desk, Downloads downloads) {
    this.desk = desk;
    this.downloads = downloads;
  }

  static List<Route> routes(AttachmentDesk desk, Downloads downloads) {
    return List.of(Route.of(ATTACHMENTS, new AttachmentPages(desk, downloads)));
  }

  /// @param attachments what the visitor may open; at least one
  /// @param openFirst those that the visitor has yet to open before an approval of theirs counts
  static Html list(
      Visitor visitor, ProposalId request, List<Attachment> attachments, Set<Digest> openFirst) {
    List<Html> items = new ArrayList<>();
    items.add(Html.of("h2", "Attachments"));
    attachments.forEach(attachment ->
        items.add(form(visitor, request, attachment, openFirst.contains(attachment.digest()))));
    items.add(
        Html.of(
                "p",
                "They are from the agent, and nobody has looked into them: open them where you open"
                    + " what strangers send. The history says that you took them.")
            .classed("small"));
    return Html.of("section", items).classed("attachments");
  }

  private static Html form(
      Visitor visitor, ProposalId request, Attachment attachment, boolean first) {
    List<Html> said = new ArrayList<>();
    said.add(supplied(attachment.name()));
    attachment
        .mediaType()
        .ifPresent(type -> {
          said.add(Html.text(", "));
          said.add(supplied(type));
        });
    attachment.size().ifPresent(size -> said.add(Html.text(", " + size + " bytes")));
    List<Html> parts =
        new ArrayList<>(
            List.of(
                Frame.key(visitor),
                Frame.hidden(SHA256, attachment.sha256()),
                Html.of("p", said),
                Html.of("p", "SHA-256 " + attachment.sha256()).classed("small")));
    if (first) {
      parts.add(
          Html.of("p", "⚠️ Your approval counts only once you have downloaded this to open it."));
    }
    parts.add(Html.of("button", "Download").with("type", "submit"));
    return Html.of("form", parts).with("method", "post").with("action", ATTACHMENTS + request);
  }

  private static Html supplied(String text) {
    return Html.of("span", VisibleText.onOneLine(text).text()).classed("s").with("dir", "auto");
  }

  @Override
  public List<String> typedIn() {
    return List.of();
  }

  @Override
  public OwnPath formsAt(String path) {
    return OwnPath.of(OwnPath.REQUESTS + path.substring(ATTACHMENTS.length()));
  }

  @Override
  public void show(PageRequest asked) throws IOException {
    asked.answers().notThere(asked);
  }

  @Override
  public void take(PageRequest asked, SentForm sent) throws IOException {
    downloads.inTurn(asked, () -> handOver(asked, sent));
  }

  private void handOver(PageRequest asked, SentForm sent) throws IOException {
    String id = asked.path().substring(ATTACHMENTS.length());
    switch (desk.open(asked.who().account(), id, sent.form().text(SHA256))) {
      case Handed.File(var name, var content) ->
          asked.answers().foreignFile(disposition(name), content);
      case Handed.Damaged _ ->
          asked
              .answers()
              .words(
                  HttpServletResponse.SC_CONFLICT,
                  "Not as it was",
                  Optional.of(asked.who()),
                  "What is stored of this attachment is not what the agent handed in, so nobody is"
                      + " handed it, and it is not sent. Please tell your operators.",
                  OwnPath.QUEUE);
      case Handed.Unknown _ -> asked.answers().notThere(asked);
    }
  }

  /// The name without whatever could end the header, lead elsewhere or hide what it ends with.
  private static String disposition(String name) {
    StringBuilder kept = new StringBuilder();
    name.codePoints()
        .limit(MOST_NAME)
        .forEach(point ->
            kept.appendCodePoint(
                Character.isLetterOrDigit(point) || "._-()+ ".indexOf(point) >= 0 ? point : '_'));
    String file = kept.toString().replaceFirst("^[. ]+", "").strip();
    StringBuilder spelled = new StringBuilder();
    for (byte b : (file.isEmpty() ? "attachment" : file).getBytes(StandardCharsets.UTF_8)) {
      spelled.append(
          isPlain(b)
              ? Character.toString(b)
              : "%%%02X".formatted(Byte.toUnsignedInt(b)).toUpperCase(Locale.ROOT));
    }
    return "attachment; filename*=UTF-8''" + spelled;
  }

  private static boolean isPlain(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '.'
        || b == '_'
        || b == '-';
  }
}
