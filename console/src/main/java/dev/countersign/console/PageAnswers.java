package dev.countersign.console;

import dev.countersign.card.WhyNot;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// How pages are sent: with all that a browser is told not to do with them.
final class PageAnswers {
  /// Nothing from elsewhere, no script but ours, no frame around it, and forms to us alone.
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  static final String NOT_THERE = "Nothing here";

  private final HttpServletResponse response;
  private final Routes routes;
  private final String path;
  private final Supplier<Optional<Html>> frozen;

  /// @param path that was asked for: the navigation shows where one is
  /// @param frozen what is said above every page of whoever is signed in
  PageAnswers(
      HttpServletResponse response, Routes routes, String path, Supplier<Optional<Html>> frozen) {
    this.response = response;
    this.routes = routes;
    this.path = path;
    this.frozen = frozen;
  }

  /// For every answer, whatever it is.
  ///
  /// @param address of the pages; where it is https, browsers ask nothing else for a year
  void guard(URI address) {
    if ("https".equals(address.getScheme())) {
      response.setHeader("Strict-Transport-Security", "max-age=31536000");
    }
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    // Nothing to anybody else. With "no-referrer" browsers would send our own forms with the origin
    // "null" (fetch.spec.whatwg.org, append a request Origin header).
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
  }

  void page(int status, String title, Optional<Visitor> visitor, List<? extends Html> main)
      throws IOException {
    List<Html> all = new ArrayList<>(main);
    visitor.flatMap(_ -> frozen.get()).ifPresent(all::addFirst);
    bytes(
        status,
        "text/html; charset=utf-8",
        Frame.page(title, visitor, routes, path, all).getBytes(StandardCharsets.UTF_8));
  }

  /// A page that is sent as it comes to be.
  ///
  /// @param above what stands there from the beginning
  Streamed streamed(String title, Optional<Visitor> visitor, List<? extends Html> above)
      throws IOException {
    String page = Frame.page(title, visitor, routes, path, above);
    int end = page.lastIndexOf(Frame.END_OF_MAIN);
    response.setStatus(HttpServletResponse.SC_OK);
    response.setContentType("text/html; charset=utf-8");
    Streamed streamed = new Streamed(response.getOutputStream(), page.substring(end));
    streamed.write(page.substring(0, end));
    return streamed;
  }

  /// The rest of such a page; closing it ends the page. Throws [UncheckedIOException] once nobody
  /// is left to read it.
  static final class Streamed implements AutoCloseable {
    private final OutputStream out;
    private final String end;

    private Streamed(OutputStream out, String end) {
      this.out = out;
      this.end = end;
    }

    /// Opens an element that is closed later.
    void open(String element, String names) {
      String whole = Html.of(element).classed(names).written();
      write(whole.substring(0, whole.indexOf('>') + 1));
    }

    void close(String element) {
      write("</" + element + ">");
    }

    void add(Html part) {
      write(part.written());
    }

    private void write(String html) {
      try {
        out.write(html.getBytes(StandardCharsets.UTF_8));
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      write(end);
    }
  }

  /// A page that says one thing, and where to go on.
  void words(int status, String title, Optional<Visitor> visitor, String words, String goOn)
      throws IOException {
    words(status, title, visitor, words, goOn, "");
  }

  /// @param typed what somebody filled in, so that it is not lost; may be empty
  void words(
      int status, String title, Optional<Visitor> visitor, String words, String goOn, String typed)
      throws IOException {
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("h1", title));
    words.lines().map(line -> Html.of("p", line)).forEach(parts::add);
    parts.addAll(Frame.kept(typed));
    if (!goOn.isEmpty()) {
      parts.add(Html.of("p", Html.link(goOn, "Go on")));
    }
    page(status, title, visitor, parts);
  }

  /// The same whether there is nothing at all or nothing for this visitor.
  void notThere(PageRequest asked) throws IOException {
    notThere(asked, "", "");
  }

  /// @param said what became of what was sent; may be empty
  /// @param typed what somebody filled in, so that it is not lost; may be empty
  void notThere(PageRequest asked, String said, String typed) throws IOException {
    words(
        HttpServletResponse.SC_NOT_FOUND,
        NOT_THERE,
        Optional.of(asked.who()),
        (said.isEmpty() ? "" : said + "\n") + WhyNot.UNKNOWN_REQUEST,
        OwnPath.QUEUE,
        typed);
  }

  /// A page that there is, and that none of the visitor's roles sees.
  void notForThem(PageRequest asked) throws IOException {
    words(
        HttpServletResponse.SC_FORBIDDEN,
        "Not for you",
        Optional.of(asked.who()),
        "This page is for another role than yours. Your administrator gives roles to groups in"
            + " people.yaml: console.",
        OwnPath.QUEUE);
  }

  void bytes(int status, String type, byte[] content) throws IOException {
    response.setStatus(status);
    response.setContentType(type);
    response.setContentLength(content.length);
    response.getOutputStream().write(content);
  }

  /// The answer to a form that a browser keeps as a file.
  ///
  /// @param name of ours, without anything supplied
  OutputStream file(String name, String type) throws IOException {
    response.setStatus(HttpServletResponse.SC_OK);
    response.setContentType(type);
    response.setHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
    return response.getOutputStream();
  }

  /// What somebody else wrote, which a browser keeps as a file and never shows as a page of ours.
  ///
  /// @param disposition of its header
  void foreignFile(String disposition, byte[] content) throws IOException {
    response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
    response.setHeader("Content-Disposition", disposition);
    bytes(HttpServletResponse.SC_OK, "application/octet-stream", content);
  }

  void goTo(String location) {
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    response.setHeader("Location", location);
  }
}
