package dev.countersign.executors.http;

import dev.countersign.execution.Inadmissible;
import dev.countersign.executors.connection.AllowedBody;
import dev.countersign.executors.connection.AllowedNames;
import dev.countersign.executors.connection.HttpConnection;
import dev.countersign.executors.sending.BodyLimit;
import dev.countersign.executors.sending.NotBefore;
import dev.countersign.executors.wire.HeaderText;
import dev.countersign.executors.wire.SentRequest;
import dev.countersign.executors.wire.StrictUrl;
import dev.countersign.executors.wire.UrlQuery;
import dev.countersign.json.JsonPointer;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ApiCall;
import dev.countersign.proposal.ApiCall.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether an action may be sent over a connection at all, found without touching the network.
final class HttpAdmission {
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(?: *; *[A-Za-z0-9-]+=[^;]+)*+");
  private static final Pattern CHARSET =
      Pattern.compile("; *charset=\"?([^\";]*)", Pattern.CASE_INSENSITIVE);

  private static final String URL = "/proposed_changes/url";
  private static final String BODY = "/proposed_changes/body";
  private static final String MEDIA_TYPE_AT = BODY + "/media_type";

  private final HttpConnection connection;

  HttpAdmission(HttpConnection connection) {
    this.connection = connection;
  }

  /// Answers empty only when every line holds; the order is part of the contract. 1 a class we send
  /// · 2 our host · 3 an allowed method and path · 4 a query of listed parameters · 5 listed
  /// headers that stay what was approved · 6 a body with one meaning, small enough, that names no
  /// other method, and that every entry takes which has the call · 7 a readable `not_before`
  Optional<Inadmissible> check(Action action) {
    if (!(action.changes() instanceof ApiCall call)) { // 1
      return refused(
          "class_not_executable",
          "/proposed_changes/class",
          "this connection sends actions of class api_call only");
    }
    Optional<StrictUrl> url = StrictUrl.parse(call.url());
    if (url.isEmpty()) { // 2
      return refused(
          "destination_not_allowed",
          URL,
          "the URL has more than one reading: no userinfo, fragment, dot segments, //, ;, encoded"
              + " slashes, or other spellings of a host; in a query, all but ASCII letters, digits"
              + " and -._~!$&'()*+,;=:@/?[] is percent-encoded");
    }
    if (!connection.baseUrl().covers(url.get())) {
      return refused(
          "destination_not_allowed",
          URL,
          "the connection reaches " + connection.baseUrl() + " only");
    }
    String method = call.method().name();
    if (connection.allow().stream()
        .noneMatch(allowed -> allowed.matches(method, url.get().path()))) { // 3
      return refused(
          "destination_not_allowed",
          URL,
          "the connection does not allow this method on this path: have it added to "
              + connection.name()
              + ".allow in connections.yaml");
    }
    return query(url.get().query()) // 4
        .or(() -> headers(call, action)) // 5
        .or(() -> call.body().flatMap(body -> body(call.method(), body))) // 6
        .or(() -> bodyOf(connection.bodies(method, url.get()), call))
        .or(() -> NotBefore.check(action)); // 7
  }

  private Optional<Inadmissible> query(String raw) {
    Optional<UrlQuery> query = UrlQuery.parse(raw);
    if (query.isEmpty()) {
      return refused(
          "query_not_allowed",
          URL,
          "the query has more than one reading: a ; is written %3B, and names are UTF-8");
    }
    for (String name : query.get().names()) {
      if (AllowedNames.overridesMethod(name)) {
        return refused(
            "query_not_allowed",
            URL,
            "the query parameter "
                + UrlQuery.shown(name)
                + " replaces the method at some targets and is never sent: say the method in"
                + " /proposed_changes/method");
      }
    }
    return query
        .get()
        .notIn(connection.names().query())
        .flatMap(name -> notListed("query_not_allowed", URL, "query parameter", "query", name))
        .or(() ->
            query
                .get()
                .repeated()
                .flatMap(name ->
                    refused(
                        "query_not_allowed",
                        URL,
                        "the query parameter "
                            + UrlQuery.shown(name)
                            + " is there twice, and of two each target takes another: send it once,"
                            + " or by a name that ends in [] if the target has one")));
  }

  private Optional<Inadmissible> notListed(
      String code, String pointer, String what, String setting, String name) {
    return refused(
        code,
        pointer,
        "the "
            + what
            + " "
            + UrlQuery.shown(name)
            + " is not one that an agent may set here: leave it out, or have it added to "
            + connection.name()
            + "."
            + setting
            + " in connections.yaml");
  }

  private Optional<Inadmissible> headers(ApiCall call, Action action) {
    Map<String, String> ours = SentRequest.ours(call, action);
    Set<String> seen = new HashSet<>();
    for (var header : call.headers().entrySet()) {
      String name = header.getKey();
      String value = header.getValue();
      if (!HeaderText.isName(name)
          || HeaderText.isReserved(name)
          || AllowedNames.overridesMethod(name)
          || isIdempotency(name)) {
        return refused(
            "header_not_allowed",
            at(name),
            "the header " + UrlQuery.shown(name) + " is never the agent's: leave it out");
      }
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        return refused(
            "header_not_allowed",
            at(name),
            "the header " + UrlQuery.shown(name) + " is there twice");
      }
      String our = ours.get(name.toLowerCase(Locale.ROOT));
      if (our == null && SentRequest.sets(name)) {
        return refused(
            "header_not_allowed",
            at(name),
            "the gate sets "
                + UrlQuery.shown(name)
                + " itself, from /preconditions/if_match or /proposed_changes/body/media_type");
      }
      if (our == null && !connection.names().allowsHeader(name)) {
        return notListed("header_not_allowed", at(name), "header", "headers", name);
      }
      if (!HeaderText.isValue(value)) {
        return refused(
            "header_not_allowed",
            at(name),
            UrlQuery.shown(name) + " is not printable ASCII, trimmed");
      }
      if (our != null && !our.equals(value)) {
        return refused(
            "header_not_allowed",
            at(name),
            quoted(name) + " contradicts what the gate sends: " + quoted(our));
      }
    }
    return ours.entrySet().stream()
        .filter(header -> !HeaderText.isValue(header.getValue()))
        .findFirst()
        .flatMap(header ->
            refused(
                "header_not_allowed",
                header.getKey().equals("if-match") ? "/preconditions/if_match" : MEDIA_TYPE_AT,
                header.getKey() + " is not printable ASCII"));
  }

  private Optional<Inadmissible> body(Method method, ApiCall.Body body) {
    String mediaType = body.mediaType();
    if (method == Method.GET) {
      return refused("body_not_allowed", BODY, "a GET has no body: some servers would drop it");
    }
    if (!MEDIA_TYPE.matcher(mediaType).matches()) {
      return refused("body_not_allowed", MEDIA_TYPE_AT, "media_type is not a media type");
    }
    Matcher charset = CHARSET.matcher(mediaType);
    if (charset.find() && !charset.group(1).equalsIgnoreCase("utf-8")) {
      return refused(
          "body_not_allowed",
          MEDIA_TYPE_AT,
          "bodies are sent as UTF-8, and media_type says otherwise");
    }
    return BodyLimit.check(SentRequest.bytes(body), connection.limits())
        .or(() ->
            BodyNames.overriding(body)
                .flatMap(name ->
                    refused(
                        "body_not_allowed",
                        BODY,
                        "the name "
                            + UrlQuery.shown(name)
                            + " in the body replaces the method at some targets, or is read"
                            + " differently by them, and is never sent: leave it out, and say the"
                            + " method in /proposed_changes/method")));
  }

  private static Optional<Inadmissible> bodyOf(List<AllowedBody> rules, ApiCall call) {
    return rules.stream()
        .flatMap(rule -> BodyAdmission.check(rule, call.body()).stream())
        .findFirst();
  }

  private boolean isIdempotency(String name) {
    return connection.idempotencyHeader().filter(name::equalsIgnoreCase).isPresent();
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private static Optional<Inadmissible> refused(String code, String pointer, String detail) {
    return Optional.of(new Inadmissible(code, pointer, detail));
  }

  private static String at(String header) {
    return JsonPointer.below("/proposed_changes/headers", header);
  }
}
