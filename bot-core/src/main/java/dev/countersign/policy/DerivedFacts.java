package dev.countersign.policy;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ApiCall;
import dev.countersign.proposal.Audience;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.ToolCall;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the gate finds out about an action by itself; `derived` in policy conditions. Nothing here
/// rests on what the agent says about its own action, except where believing it can only make the
/// ruling stricter.
///
/// | member | default | meaning |
/// |---|---|---|
/// | `audience` | `none` | messages: `internal` when every recipient is, else `external`; a declared audience only widens it |
/// | `recipient_domains` | `[]` | of to, cc and bcc: sorted, ASCII, distinct; recipients that are no e-mail address have none |
/// | `recipient_count` | 0 | distinct addresses in to, cc and bcc; one that many may read (a channel, group, list or room) counts as 1,000 |
/// | `method`, `host`, `path` | empty | api_call: host in lower case; path with needless percent-encoding undone |
/// | `port` | 0 | api_call: named, or that of the scheme |
/// | `fields` | `[]` | record_change: changed paths, sorted, distinct |
/// | `commitments` | `[]` | messages: `{kind, text}` in subject and body by [Commitments], distinct, at most 50 of a kind |
/// | `secrets` | `[]` | `{kind, where}` by [Secrets] in what is sent, never the secret; at most 50 of a kind |
/// | `personal_data` | `[]` | `{kind, where}` by [PersonalData] in what is sent, never the value; at most 50 of a kind |
public final class DerivedFacts {
  static final String SECRETS = "secrets";
  static final String PERSONAL_DATA = "personal_data";

  private static final int MAX_COMMITMENTS_OF_A_KIND = 50;

  /// More than a message can list: nobody knows how many people read in a channel.
  private static final int COUNT_OF_SHARED = 1_000;

  private static final Pattern NEEDLESSLY_ENCODED =
      Pattern.compile("%(2[dDeE]|3[0-9]|4[1-9a-fA-F]|5[0-9aAfF]|6[1-9a-fA-F]|7[0-9aAeE])");

  private DerivedFacts() {}

  public static JsonObject of(Action action, DomainList internalDomains) {
    JsonObject.Builder facts = nothing();
    SensitiveContent.Found content = SensitiveContent.in(action);
    facts.put(SECRETS, content.secrets()).put(PERSONAL_DATA, content.personalData());
    switch (action.changes()) {
      case Message message -> addTo(facts, message, internalDomains);
      case RecordChange change -> facts.put("fields", JsonArray.ofStrings(fields(change)));
      case ApiCall call -> addTo(facts, call);
      case ToolCall _ -> {
        // Nothing of it means the same for every tool.
      }
    }
    return facts.build();
  }

  private static JsonObject.Builder nothing() {
    return JsonObject.builder()
        .put("audience", WireName.of(Audience.NONE))
        .put("recipient_domains", JsonArray.EMPTY)
        .put("recipient_count", 0)
        .put("method", "")
        .put("host", "")
        .put("port", 0)
        .put("path", "")
        .put("fields", JsonArray.EMPTY)
        .put("commitments", JsonArray.EMPTY)
        .put(SECRETS, JsonArray.EMPTY)
        .put(PERSONAL_DATA, JsonArray.EMPTY);
  }

  private static void addTo(JsonObject.Builder facts, Message message, DomainList internalDomains) {
    List<String> recipients = recipients(message);
    facts
        .put("audience", WireName.of(audience(message, internalDomains)))
        .put("recipient_domains", JsonArray.ofStrings(domains(recipients)))
        .put("recipient_count", count(message, recipients))
        .put("commitments", commitments(message));
  }

  private static void addTo(JsonObject.Builder facts, ApiCall call) {
    URI url = call.address();
    facts
        .put("method", call.method().name())
        .put("host", host(url))
        .put("port", port(url))
        .put("path", path(url));
  }

  /// The addresses of a message, each once: whoever is listed twice gets it, and counts, once.
  /// Domains are compared as mail servers do, everything else to the letter.
  public static List<String> recipients(Message message) {
    Map<String, String> distinct = new LinkedHashMap<>();
    message
        .recipients()
        .map(Message.Party::address)
        .forEach(address -> distinct.putIfAbsent(mailbox(address), address));
    return List.copyOf(distinct.values());
  }

  /// Those of [#recipients] that are, or may be, a channel, a group, a list or a room: how many
  /// people they stand for is not in them.
  public static List<String> sharedRecipients(Message message) {
    return shared(message, recipients(message));
  }

  private static List<String> shared(Message message, List<String> recipients) {
    return recipients.stream()
        .filter(address -> SharedAddress.is(message.channel(), address))
        .toList();
  }

  private static int count(Message message, List<String> recipients) {
    int shared = shared(message, recipients).size();
    return recipients.size() - shared + shared * COUNT_OF_SHARED;
  }

  private static String mailbox(String address) {
    return MailAddress.domain(address)
        .map(domain -> address.substring(0, address.indexOf('@') + 1) + domain)
        .orElse(address);
  }

  private static Audience audience(Message message, DomainList internalDomains) {
    Audience found = audience(recipients(message), internalDomains);
    return message.audience().map(found::atLeast).orElse(found);
  }

  /// Whom the recipients alone show a message to reach, whatever the agent says about it.
  public static Audience audienceOfRecipients(Action action, DomainList internalDomains) {
    return action.changes() instanceof Message message
        ? audience(recipients(message), internalDomains)
        : Audience.NONE;
  }

  private static Audience audience(List<String> recipients, DomainList internalDomains) {
    boolean internal =
        recipients.stream()
            .allMatch(r -> MailAddress.domain(r).filter(internalDomains::contains).isPresent());
    return internal ? Audience.INTERNAL : Audience.EXTERNAL;
  }

  private static Set<String> domains(List<String> recipients) {
    var domains = new TreeSet<String>();
    recipients.forEach(recipient -> MailAddress.domain(recipient).ifPresent(domains::add));
    return domains;
  }

  static String host(URI url) {
    return url.getHost().toLowerCase(Locale.ROOT);
  }

  private static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return url.getScheme().equals("https") ? 443 : 80;
  }

  /// `/v1/%72efunds` and `/v1/refunds` are one path to a server, so they must be one to a condition
  /// (RFC 3986 section 6.2.2.2).
  static String path(URI url) {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return NEEDLESSLY_ENCODED
        .matcher(path)
        .replaceAll(code -> Character.toString(Integer.parseInt(code.group(1), 16)));
  }

  private static Set<String> fields(RecordChange change) {
    return change.fields().stream()
        .map(RecordChange.Field::path)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JsonArray commitments(Message message) {
    var found = new LinkedHashSet<Json>();
    for (String text : readings(message)) {
      found.addAll(commitments(text));
    }
    return new JsonArray(capped(found));
  }

  /// Subject and body as sent, and the body also as it may be read: markup can cut a number in two.
  private static List<String> readings(Message message) {
    var readings = new ArrayList<String>();
    message.subject().ifPresent(readings::add);
    readings.add(message.content());
    Commitments.readings(message.content(), message.format())
        .forEach(reading -> readings.add(reading.text()));
    return readings;
  }

  private static List<Json> commitments(String text) {
    return Commitments.find(text).stream()
        .<Json>map(span ->
            JsonObject.builder()
                .put("kind", WireName.of(span.kind()))
                .put("text", text.substring(span.start(), span.end()))
                .build())
        .toList();
  }

  /// By kind, so that many harmless dates cannot push a guarantee off the list.
  private static List<Json> capped(Set<Json> found) {
    Map<String, Integer> seen = new HashMap<>();
    return found.stream()
        .filter(item ->
            item instanceof JsonObject commitment
                && seen.merge(commitment.text("kind"), 1, Integer::sum)
                    <= MAX_COMMITMENTS_OF_A_KIND)
        .toList();
  }
}
