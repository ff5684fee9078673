package dev.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.sandbox.oidc.SandboxIssuer;
import dev.countersign.sandbox.wire.FormEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// As much of a browser as these pages need: it keeps cookies, follows nothing by itself, and says
/// where its forms come from.
final class TestBrowser {
  final Map<String, String> cookies = new LinkedHashMap<>();
  private final URI address;
  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

  TestBrowser(URI address) {
    this.address = address;
  }

  /// A text of what an answer to the script says in JSON.
  static String json(Page answer, String name) {
    Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(answer.html());
    assertThat(found.find()).as(answer.html()).isTrue();
    return found.group(1);
  }

  record Page(int status, Map<String, String> headers, String html) {
    String location() {
      return headers.getOrDefault("location", "");
    }

    /// What the first field of that name holds in the form that decides so.
    String field(String decision, String name) {
      Matcher form =
          Pattern.compile(
                  "name=\"decision\" value=\""
                      + decision
                      + "\">.*?name=\""
                      + name
                      + "\" value=\"([^\"]*)\"",
                  Pattern.DOTALL)
              .matcher(html);
      return form.find() ? form.group(1) : "";
    }

    /// The key that its forms have.
    String key() {
      Matcher key = Pattern.compile("name=\"key\" value=\"([^\"]+)\"").matcher(html);
      return key.find() ? key.group(1) : "";
    }

    /// What a reader sees, without markup.
    String text() {
      return html.replaceAll("<[^>]*>", "")
          .replace("&lt;", "<")
          .replace("&gt;", ">")
          .replace("&quot;", "\"")
          .replace("&#39;", "'")
          .replace("&amp;", "&");
    }
  }

  Page get(String path) {
    return send(HttpRequest.newBuilder(URI.create(address + path)).GET());
  }

  /// As a browser does that guesses what will be wanted next.
  Page getAhead(String path) {
    return send(
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Sec-Purpose", "prefetch;prerender")
            .GET());
  }

  /// Asks for a page and says this about it.
  Page get(String path, String header, String value) {
    return send(HttpRequest.newBuilder(URI.create(address + path)).header(header, value).GET());
  }

  /// Opens what does not end by itself, and leaves it to its reader.
  HttpResponse<InputStream> stream(String path) {
    try {
      return client.send(
          withCookies(HttpRequest.newBuilder(URI.create(address + path)).GET()).build(),
          BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /// Asks whether there is a page, as what previews links does.
  Page head(String path) {
    return send(HttpRequest.newBuilder(URI.create(address + path)).HEAD());
  }

  /// As a form of a page of ours sends it.
  Page post(String path, Map<String, String> fields) {
    return post(
        path, fields, Map.of("Origin", address.toString(), "Sec-Fetch-Site", "same-origin"));
  }

  Page post(String path, Map<String, String> fields, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(FormEncoding.encode(fields)));
    headers.forEach(request::header);
    return send(request);
  }

  /// Decides with the form of a page.
  Page decide(String path, Page page, String decision, Map<String, String> filled) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("key", page.key());
    fields.put("decision", decision);
    fields.put("token", page.field(decision, "token"));
    fields.putAll(filled);
    return post(path, fields);
  }

  /// Through the issuer, from the page that was wanted, to where it ends.
  Page signIn(SandboxIssuer issuer, String path, String subject) {
    String next = path.startsWith("/sign-in") ? path : get(path).location();
    String toIssuer = get(next.replaceFirst("^/sign-in(?=\\?|$)", "/sign-in/start")).location();
    URI back = issuer.signedIn(URI.create(toIssuer), subject);
    return get(back.getRawPath() + "?" + back.getRawQuery());
  }

  private HttpRequest.Builder withCookies(HttpRequest.Builder request) {
    if (!cookies.isEmpty()) {
      StringBuilder sent = new StringBuilder();
      cookies.forEach((name, value) ->
          sent.append(sent.isEmpty() ? "" : "; ").append(name).append('=').append(value));
      request.header("Cookie", sent.toString());
    }
    return request;
  }

  private Page send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          client.send(withCookies(request).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      answer.headers().allValues("Set-Cookie").forEach(this::keep);
      Map<String, String> headers = new LinkedHashMap<>();
      answer.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
      return new Page(answer.statusCode(), headers, answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void keep(String cookie) {
    String[] pair = cookie.split(";", 2)[0].split("=", 2);
    if (cookie.contains("Max-Age=0")) {
      cookies.remove(pair[0]);
    } else {
      cookies.put(pair[0], pair[1]);
    }
  }

  /// The one sign-in that is under way.
  Map.Entry<String, String> begun() {
    return cookies.entrySet().stream()
        .filter(cookie -> cookie.getKey().startsWith(Browser.SIGN_IN))
        .findFirst()
        .orElseThrow();
  }

  Optional<String> session() {
    return Optional.ofNullable(cookies.get(Browser.SESSION));
  }

  /// The first line of the answer to a request that names another host.
  String askedByHost(String host) throws IOException {
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .findFirst()
          .orElse("");
    }
  }
}
