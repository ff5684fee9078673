package dev.countersign.app.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// A page for people that the app's manifest names: what this is, what it keeps of them, and by
/// whose terms. For everybody; the same bytes for all, without scripts, cookies or anything from
/// elsewhere.
public final class StaticPage extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final String FOLDER = "pages/";

  private final String path;
  private final transient byte[] content;

  private StaticPage(String path) {
    this.path = path;
    this.content = bytes(FOLDER + path.substring(1) + ".html");
  }

  /// All there are: about, privacy, terms.
  public static List<StaticPage> all() {
    return List.of(new StaticPage("/about"), new StaticPage("/privacy"), new StaticPage("/terms"));
  }

  /// Below the public address.
  public String path() {
    return path;
  }

  /// Where a server mounts it.
  public Mount mount() {
    return new Mount(path, this, List.of(new TakenMethods("GET", "HEAD")));
  }

  private static byte[] bytes(String name) {
    try (InputStream in = StaticPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/html; charset=utf-8");
    response.setContentLength(content.length);
    response.setHeader("Cache-Control", "public, max-age=3600");
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; form-action 'none';"
            + " base-uri 'none'");
    response.getOutputStream().write(content);
  }
}
