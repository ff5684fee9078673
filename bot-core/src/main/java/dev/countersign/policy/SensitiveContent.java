package dev.countersign.policy;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonPointer;
import dev.countersign.json.WireName;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Message;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Secrets and personal data in what an action would send: their kinds and where they stand, never
/// themselves. A reading aid, not a proof of absence.
final class SensitiveContent {
  static final int MOST_OF_A_KIND = 50;

  /// In UTF-16 code units.
  static final int LONGEST_PLACE = 200;

  /// Names that say nothing but where something is; what stands below any other is told to stand in
  /// what holds it.
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_.$-]{1,64}");

  private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{Nd}]");

  private final Set<String> recipients;

  /// What was found in each place, by its kind and its letters and digits.
  private final Map<List<String>, Map<String, Sensitive>> byPlace = new LinkedHashMap<>();

  private final Map<SensitiveKind, Integer> counts = new HashMap<>();

  private SensitiveContent(Set<String> recipients) {
    this.recipients = recipients;
  }

  /// @param secrets items `{kind, where}`
  /// @param personalData items `{kind, where}`
  record Found(JsonArray secrets, JsonArray personalData) {}

  static Found in(Action action) {
    SensitiveContent content = new SensitiveContent(recipients(action));
    SentTexts.of(action).forEach(content::search);
    return new Found(content.items(Secrets.Kind.class), content.items(PersonalData.Kind.class));
  }

  private static Set<String> recipients(Action action) {
    return action.changes() instanceof Message message
        ? message
            .recipients()
            .map(party -> party.address().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet())
        : Set.of();
  }

  /// Readings of one text repeat each other: of each kind, the one that shows most of it counts.
  private void search(SentText text) {
    Map<SensitiveKind, Map<String, Sensitive>> most = new LinkedHashMap<>();
    for (String reading : text.readings()) {
      find(reading)
          .forEach((kind, values) ->
              most.merge(kind, values, (one, other) -> other.size() > one.size() ? other : one));
    }
    most.values().forEach(values -> values.forEach((key, found) -> keep(text.place(), key, found)));
  }

  private void keep(List<String> place, String key, Sensitive found) {
    Map<String, Sensitive> here = byPlace.computeIfAbsent(place, _ -> new LinkedHashMap<>());
    if (!here.containsKey(key) && counts.merge(found.kind(), 1, Integer::sum) <= MOST_OF_A_KIND) {
      here.put(key, found);
    }
  }

  private Map<SensitiveKind, Map<String, Sensitive>> find(String text) {
    BitSet taken = new BitSet();
    Set<Sensitive> all = new LinkedHashSet<>(Secrets.find(text, taken));
    all.addAll(PersonalData.find(text, taken));
    Map<SensitiveKind, Map<String, Sensitive>> found = new LinkedHashMap<>();
    for (Sensitive one : all) {
      if (!isRecipient(one)) {
        found.computeIfAbsent(one.kind(), _ -> new LinkedHashMap<>()).putIfAbsent(key(one), one);
      }
    }
    return found;
  }

  static String key(Sensitive found) {
    String plain = SEPARATORS.matcher(found.value()).replaceAll("").toLowerCase(Locale.ROOT);
    return found.kind() + " " + plain;
  }

  private boolean isRecipient(Sensitive found) {
    return found.kind() == PersonalData.Kind.EMAIL
        && recipients.contains(found.value().toLowerCase(Locale.ROOT));
  }

  private JsonArray items(Class<? extends SensitiveKind> kinds) {
    List<JsonObject> items = new ArrayList<>();
    Set<String> told = new HashSet<>();
    byPlace.forEach((place, all) -> {
      String where = where(place);
      all.forEach((key, found) -> {
        if (kinds.isInstance(found.kind()) && told.add(where + " " + key)) {
          items.add(item(found.kind(), where));
        }
      });
    });
    return JsonArray.of(items, item -> item);
  }

  private static JsonObject item(SensitiveKind kind, String where) {
    return JsonObject.builder()
        .put("kind", WireName.of((Enum<?>) kind))
        .put("where", where)
        .build();
  }

  /// A member's name or, below that, a JSON pointer: as far down as no step gives anything away.
  /// The first step is a name of the gate's own.
  private String where(List<String> place) {
    String pointer = "";
    for (String name : place.subList(1, place.size())) {
      String longer = JsonPointer.below(pointer, name);
      if (!PLAIN_NAME.matcher(name).matches()
          || longer.length() > LONGEST_PLACE
          || givesAway(name)) {
        break;
      }
      pointer = longer;
    }
    return pointer.isEmpty() ? place.getFirst() : "/" + place.getFirst() + pointer;
  }

  private boolean givesAway(String name) {
    return byPlace.values().stream()
        .flatMap(found -> found.values().stream())
        .anyMatch(found -> name.contains(found.value()));
  }
}
