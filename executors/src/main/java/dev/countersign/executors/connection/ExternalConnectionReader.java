package dev.countersign.executors.connection;

import dev.countersign.execution.OutsideExecutor;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonForm;
import dev.countersign.json.JsonForm.Item;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.ActionClass;
import dev.countersign.token.ExecutorKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a connection of `kind: external`.
///
/// ```yaml
/// payouts:
///   kind: external
///   executor: billing-runner
///   public_keys: [MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE…]
///   classes: [api_call]
///   result_within: 15m                   # optional
///   tools:                               # required of, and only of, the class tool_call
///     github: {merge_pull_request: sha-256:…}
/// ```
final class ExternalConnectionReader {
  static final Duration SHORTEST_WAIT = Duration.ofSeconds(10);
  static final Duration LONGEST_WAIT = Duration.ofHours(24);

  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,4})(s|m|h)");

  private ExternalConnectionReader() {}

  /// Empty when something was refused; the mistakes are with `form` then.
  static Optional<Connection> read(String name, JsonForm form) {
    form.require("executor");
    form.require("public_keys");
    form.require("classes");
    Optional<String> executor =
        form.parsed(
            "executor",
            text -> SoundText.required(text, OutsideExecutor::isName),
            "bad_name",
            "An executor is named in lower-case letters, digits, ., - and _, at most 64.");
    List<ExecutorKey> keys =
        form
            .parsedTexts(
                "public_keys",
                ExternalConnection.MAX_KEYS,
                text -> ExecutorKey.parse(text).orElseThrow(IllegalArgumentException::new),
                "bad_key",
                "This must be a public key of P-256: openssl pkey -in key.pem -pubout -outform DER"
                    + " | base64 -w0")
            .stream()
            .map(JsonForm.Item::value)
            .distinct()
            .toList();
    Set<ActionClass> classes =
        new LinkedHashSet<>(
            form
                .parsedTexts(
                    "classes",
                    ActionClass.values().length,
                    text -> WireName.require(ActionClass.class, text),
                    "unknown_class",
                    "This must be message, record_change, api_call or tool_call.")
                .stream()
                .map(JsonForm.Item::value)
                .toList());
    Duration within =
        form.parsed(
                "result_within",
                ExternalConnectionReader::wait,
                "bad_duration",
                "A duration from 10s to 24h is expected, like 90s, 15m or 2h.")
            .orElse(OutsideExecutor.USUAL_WAIT);
    PinnedTools tools = tools(form, classes);
    if (form.isEmptyArray("public_keys")) {
      form.problem("public_keys", "nothing_listed", "Nobody could ask: give a key.");
    }
    if (form.isEmptyArray("classes")) {
      form.problem("classes", "nothing_listed", "Nothing could be carried out: list a class.");
    }
    form.close();
    return executor.isEmpty()
            || keys.isEmpty()
            || classes.isEmpty()
            || tools.isEmpty() == classes.contains(ActionClass.TOOL_CALL)
        ? Optional.empty()
        : Optional.of(
            new ExternalConnection(
                name, new OutsideExecutor(executor.get(), within), keys, classes, tools));
  }

  private static PinnedTools tools(JsonForm form, Set<ActionClass> classes) {
    var byServer = new LinkedHashMap<String, Map<String, Digest>>();
    for (Item<JsonObject> server :
        form.entries("tools", JsonObject.class, "an object", PinnedTools.MAX_SERVERS)) {
      Map<String, Digest> digests = digests(form, server);
      if (!digests.isEmpty()) {
        byServer.put(server.name(), digests);
      }
    }
    if (classes.contains(ActionClass.TOOL_CALL)) {
      form.require("tools");
      if (form.has("tools") && byServer.isEmpty()) {
        form.problem("tools", "nothing_listed", "No tool could be called: list one.");
      }
    } else if (!classes.isEmpty() && form.has("tools")) {
      form.problem("tools", "contradiction", "Tools are called only by the class tool_call.");
    }
    return new PinnedTools(byServer);
  }

  private static Map<String, Digest> digests(JsonForm form, Item<JsonObject> server) {
    var digests = new LinkedHashMap<String, Digest>();
    JsonForm tools = form.form(server);
    if (server.value().members().size() > PinnedTools.MAX_TOOLS) {
      form.problemAt(
          server.pointer(), "too_many", "At most " + PinnedTools.MAX_TOOLS + " tools are listed.");
      return digests;
    }
    for (String tool : server.value().members().keySet()) {
      tools
          .parsed(
              tool,
              Digest::new,
              "bad_digest",
              "This must be the digest of the tool's definition, like sha-256:… with 43 characters"
                  + " of base64url.")
          .ifPresent(digest -> digests.put(tool, digest));
    }
    return digests;
  }

  private static Duration wait(String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a duration");
    }
    long amount = Long.parseLong(parts.group(1));
    Duration wait =
        switch (parts.group(2).charAt(0)) {
          case 's' -> Duration.ofSeconds(amount);
          case 'm' -> Duration.ofMinutes(amount);
          default -> Duration.ofHours(amount);
        };
    if (wait.compareTo(SHORTEST_WAIT) < 0 || wait.compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException("too short or too long");
    }
    return wait;
  }

  /// One executor is one: whoever signs by a key may redeem for all that names it.
  ///
  /// @param earlier by the executor's name
  /// @return whether this one agrees with what was said of its executor before
  static boolean agrees(Map<String, ExternalConnection> earlier, ExternalConnection next) {
    ExternalConnection first = earlier.putIfAbsent(next.executor().name(), next);
    return first == null || Set.copyOf(first.keys()).equals(Set.copyOf(next.keys()));
  }
}
