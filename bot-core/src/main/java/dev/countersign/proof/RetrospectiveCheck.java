package dev.countersign.proof;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.ClosedRetrospective;
import dev.countersign.audit.EntryType;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.BrokenGlass;
import dev.countersign.request.RequestState.Approved;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Compares what the entries of one request tell of the retrospective of a use of break-glass with
/// the rules of it, and with the rows by which lists find what is open.
final class RetrospectiveCheck {
  private static final String FILED = WireName.of(EntryType.RETROSPECTIVE_FILED);
  private static final String CLOSED = WireName.of(EntryType.RETROSPECTIVE_CLOSED);

  private final Findings findings;
  private final PeopleThen people;
  private final Set<String> named = new HashSet<>();
  private Optional<PersonId> filedBy = Optional.empty();
  private final Set<PersonId> closedBy = new HashSet<>();

  RetrospectiveCheck(Findings findings, PeopleThen people) {
    this.findings = findings;
    this.people = people;
  }

  /// @param request as the entries fold
  void check(ApprovalRequest request, List<AuditEntry> entries, List<Evidence.MarkRow> rows) {
    Optional<BrokenGlass> glass =
        request.state() instanceof Approved approved ? approved.glass() : Optional.empty();
    boolean used = false;
    for (AuditEntry entry : entries) {
      JsonObject document = entry.document();
      String type = document.text("type");
      used |= type.equals(WireName.of(EntryType.GLASS_BROKEN));
      if (type.equals(FILED) || type.equals(CLOSED)) {
        written(entry.seq(), document, used ? glass : Optional.empty());
      }
    }
    compare(rows);
  }

  private void written(int seq, JsonObject document, Optional<BrokenGlass> glass) {
    String place = "audit_entry " + seq;
    JsonObject data = document.object("data");
    String person = data.text("person");
    boolean filing = document.text("type").equals(FILED);
    named.add(row(filing ? "filed" : "closed", person, document.instant("at").toString()));
    if (glass.isEmpty()) {
      findings.add(place, Kind.CONTRADICTION, "there is no use of break-glass that it is about");
      return;
    }
    people.wrote(seq, data, glass.get());
    (filing ? whyNotFiled() : whyNotClosed(person, glass.get()))
        .ifPresent(why -> findings.add(place, Kind.CONTRADICTION, why));
    if (filing) {
      filedBy = Optional.of(new PersonId(person));
    } else {
      closedBy.add(new PersonId(person));
    }
  }

  private Optional<String> whyNotFiled() {
    return filedBy.map(_ -> "it was filed before");
  }

  private Optional<String> whyNotClosed(String person, BrokenGlass glass) {
    return new ClosedRetrospective(new PersonId(person))
        .against(glass.by(), filedBy, closedBy)
        .map(against ->
            switch (against) {
              case NOT_FILED -> "nothing was filed yet";
              case OWN_WORK -> "nobody closes what they did or wrote themselves";
              case CLOSED_BEFORE, CLOSED_ALREADY ->
                  "it was closed by them, or by enough others, before";
            });
  }

  private void compare(List<Evidence.MarkRow> rows) {
    Set<String> stored = new HashSet<>();
    rows.forEach(row -> stored.add(row(row.kind(), row.person(), row.at().toString())));
    stored.stream()
        .filter(row -> !named.contains(row))
        .forEach(row ->
            findings.add("retrospective_mark", Kind.CONTRADICTION, "no entry tells of " + row));
    named.stream()
        .filter(row -> !stored.contains(row))
        .forEach(row ->
            findings.add(
                "retrospective_mark",
                Kind.INCOMPLETE,
                "an entry tells of " + row + ", the row is missing, so lists show it as open"));
  }

  private static String row(String kind, String person, String at) {
    return kind + " by " + person + ", " + at;
  }
}
