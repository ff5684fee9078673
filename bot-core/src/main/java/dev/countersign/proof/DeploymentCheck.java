package dev.countersign.proof;

import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.passkey.AssertionCheck;
import dev.countersign.people.People;
import dev.countersign.people.PeopleText;
import dev.countersign.proof.Damage.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The deployment's chain link by link, each import against the entry that tells its digest, the
/// rows of people against the current import, and all other rows against the entries.
final class DeploymentCheck {
  private static final Pattern LINE_ID = Pattern.compile("\"id\":\"([^\"]*)\"");
  private static final Pattern LINE_KIND = Pattern.compile("\"is\":\"([a-z]+)\"");

  private final EvidenceKeys keys;
  private final AssertionCheck assertions;
  private final List<DeploymentDamage> damages = new ArrayList<>();
  private final Map<Integer, JsonObject> imported = new HashMap<>();
  private final PeopleHistory history = new PeopleHistory();
  private final LinkCheck links = new LinkCheck();
  private final RegisterCheck register = new RegisterCheck();
  private final FreezeCheck freezes = new FreezeCheck();
  private final PasskeyCheck passkeys = new PasskeyCheck();
  private final RefusalCheck refusals = new RefusalCheck();

  DeploymentCheck(EvidenceKeys keys, AssertionCheck assertions) {
    this.keys = keys;
    this.assertions = assertions;
  }

  /// The people that genuine entries tell, once this has been checked.
  PeopleHistory people() {
    return history;
  }

  /// The freezes that genuine entries tell, once this has been checked.
  FreezeCheck freezes() {
    return freezes;
  }

  /// The passkeys that genuine entries tell, once this has been checked.
  PasskeyCheck passkeys() {
    return passkeys;
  }

  List<DeploymentDamage> check(DeploymentEvidence evidence) {
    Map<Integer, DeploymentEvidence.ImportRow> texts = new HashMap<>();
    evidence.imports().forEach(row -> texts.put(row.entry(), row));
    links(evidence.entries(), texts);
    imports(evidence.imports());
    if (!evidence.imports().isEmpty()) {
      rows(evidence.imports().getLast(), evidence.rows());
    }
    damages.addAll(register.check(evidence.register()));
    damages.addAll(passkeys.check(evidence.register().passkeys(), history, assertions));
    damages.addAll(
        freezes.check(evidence.register().freezes(), history, passkeys.history(), assertions));
    damages.addAll(refusals.check(passkeys.history()));
    return List.copyOf(damages);
  }

  private void links(
      List<DeploymentEntry> entries, Map<Integer, DeploymentEvidence.ImportRow> texts) {
    int seq = 0;
    Digest before = DeploymentEntry.GENESIS;
    for (DeploymentEntry entry : entries) {
      String place = "deployment_entry " + entry.seq();
      if (entry.seq() != seq + 1) {
        add(place, Kind.INCOMPLETE, "entry " + (seq + 1) + " is missing before it");
      } else {
        switch (entry.verify(before, keys)) {
          case GENUINE -> remember(place, entry, Optional.ofNullable(texts.get(entry.seq())));
          case FORGED ->
              add(place, Kind.FORGED, "its seal is not over this entry, after the one before it");
          case KEY_UNKNOWN ->
              add(place, Kind.FORGED, "it is sealed by a key that is not in the key ring");
          case KEY_REVOKED ->
              add(place, Kind.FORGED, "it is sealed by a key that was revoked as stolen");
        }
      }
      seq = entry.seq();
      before = entry.hash();
    }
  }

  private void remember(
      String place, DeploymentEntry entry, Optional<DeploymentEvidence.ImportRow> text) {
    try {
      JsonObject document = entry.document();
      String type = document.text("type");
      JsonObject data = document.object("data");
      if (DeploymentFact.isOfPeople(type)) {
        imported.put(entry.seq(), data);
        Optional<byte[]> told =
            text.filter(row -> isTold(data, row)).map(DeploymentEvidence.ImportRow::text);
        told.ifPresent(register::imported);
        links.follow(document, told).ifPresent(wrong -> add(place, Kind.CONTRADICTION, wrong));
      }
      register.tell(entry.seq(), type, data);
      freezes.tell(entry.seq(), document);
      passkeys.tell(entry.seq(), document);
      refusals.tell(entry.seq(), document);
    } catch (RuntimeException e) {
      add(place, Kind.CONTRADICTION, "it does not read: " + e.getMessage());
    }
  }

  private void imports(List<DeploymentEvidence.ImportRow> rows) {
    Set<Integer> seen = new HashSet<>();
    for (DeploymentEvidence.ImportRow row : rows) {
      String place = "import " + row.version();
      seen.add(row.entry());
      JsonObject told = imported.get(row.entry());
      if (told == null) {
        add(place, Kind.CONTRADICTION, "no genuine entry tells of it");
      } else if (!isTold(told, row)) {
        add(place, Kind.ALTERED, "the people are not those that its entry tells");
      } else {
        history.add(row.text());
      }
    }
    imported.forEach((seq, told) -> {
      if (!seen.contains(seq)) {
        add(
            "import " + told.number("version"),
            Kind.INCOMPLETE,
            "an entry tells of it, the text is missing");
      }
    });
  }

  private static boolean isTold(JsonObject entry, DeploymentEvidence.ImportRow row) {
    return entry.number("version") == row.version()
        && entry.text("digest").equals(Digest.of(row.text()).value());
  }

  private void rows(DeploymentEvidence.ImportRow current, Optional<People> rows) {
    if (rows.isEmpty()) {
      add("rows of people", Kind.ALTERED, "they do not read");
      return;
    }
    Set<String> told = lines(respelled(current.text()));
    Set<String> stored = lines(PeopleText.of(rows.get()));
    Set<String> places = new HashSet<>();
    difference(told, stored).forEach(line -> places.add(place(line)));
    difference(stored, told).forEach(line -> places.add(place(line)));
    places.stream()
        .sorted()
        .forEach(place ->
            add(
                place,
                Kind.ALTERED,
                "its rows are not what import " + current.version() + " says"));
  }

  /// As this version writes it: what an earlier one did not write yet is no change of a row, and
  /// rows do not say how somebody came to an account.
  private static byte[] respelled(byte[] text) {
    try {
      return PeopleText.of(PeopleText.read(text).withoutOrigins());
    } catch (RuntimeException e) {
      // Not one of ours, which is damage of its own; no row is what it says.
      return text;
    }
  }

  private static Set<String> lines(byte[] text) {
    return new String(text, StandardCharsets.UTF_8).lines().collect(Collectors.toSet());
  }

  private static Set<String> difference(Set<String> of, Set<String> from) {
    return of.stream().filter(line -> !from.contains(line)).collect(Collectors.toSet());
  }

  private static String place(String line) {
    Matcher kind = LINE_KIND.matcher(line);
    Matcher id = LINE_ID.matcher(line);
    return (kind.find() ? kind.group(1) : "line") + " " + (id.find() ? id.group(1) : "?");
  }

  private void add(String place, Kind kind, String detail) {
    damages.add(new DeploymentDamage(place, kind, detail));
  }
}
