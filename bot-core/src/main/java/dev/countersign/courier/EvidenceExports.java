package dev.countersign.courier;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.AuditHead;
import dev.countersign.audit.EntryType;
import dev.countersign.audit.ExportedRecord;
import dev.countersign.card.EvidenceDesk;
import dev.countersign.evidence.Seal;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.ProposalId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands the record of a request out as one document: what was frozen of it, and its chain with the
/// seals. Hashes and links in it are checked with a SHA-256 alone; seals by whoever has the keys.
public final class EvidenceExports implements EvidenceDesk {
  public static final String VERSION = "countersign-evidence/1";

  /// Exports that one chain says of one person: whoever votes proves the whole of it.
  static final int MOST_OF_ONE = 20;

  /// Exports that one chain says.
  static final int MOST = 200;

  private static final String EXPORTED = WireName.of(EntryType.RECORD_EXPORTED);
  private static final Logger log = LoggerFactory.getLogger(EvidenceExports.class);

  private final Steps steps;
  private final Ledger ledger;
  private final Directory directory;

  public EvidenceExports(Steps steps, Ledger ledger, Directory directory) {
    this.steps = steps;
    this.ledger = ledger;
    this.directory = directory;
  }

  @Override
  public Handed export(AccountId reader, String id) {
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(reader);
    Optional<ProposalId> known = ProposalId.parse(id);
    if (person.isEmpty() || known.isEmpty()) {
      return new Unknown();
    }
    return switch (noted(known.get(), person.get(), reader, people)) {
      case NOT_HANDED -> new Unknown();
      case TOO_OFTEN -> {
        log.warn("{} asks too often for the evidence of {}", person.get().id(), known.get());
        yield new TooOften();
      }
      case HANDED -> {
        log.info("{} exported the evidence of {}", person.get().id(), known.get());
        yield ledger
            .find(known.get())
            .<Handed>map(record ->
                new Pack(known.get(), document(record, ledger.audit(known.get()), person.get())))
            .orElseGet(Unknown::new);
      }
    };
  }

  private enum Turn {
    HANDED,
    TOO_OFTEN,
    NOT_HANDED
  }

  private Turn noted(ProposalId id, Person person, AccountId reader, Directory people) {
    return steps
        .runOnChain(
            id,
            (record, chain) ->
                record.isHandedTo(person, people) ? turn(chain.get(), person) : Turn.NOT_HANDED,
            (record, turn) -> step(record, turn, new ExportedRecord(person.id(), reader)))
        .orElse(Turn.NOT_HANDED);
  }

  private static Turn turn(List<AuditEntry> chain, Person person) {
    List<JsonObject> exports =
        chain.stream()
            .map(AuditEntry::document)
            .filter(body -> body.text("type").equals(EXPORTED))
            .toList();
    long own =
        exports.stream()
            .filter(body -> body.object("data").text("person").equals(person.id().value()))
            .count();
    return own < MOST_OF_ONE && exports.size() < MOST ? Turn.HANDED : Turn.TOO_OFTEN;
  }

  private static Step<Turn> step(RequestRecord record, Turn turn, ExportedRecord exported) {
    return turn == Turn.HANDED
        ? Step.on(record).noting(exported.fact()).answering(turn)
        : Step.nothing(turn);
  }

  /// Of entries that came after the record was read there are none in it.
  private static JsonObject document(RequestRecord record, List<AuditEntry> chain, Person person) {
    List<Json> entries = new ArrayList<>();
    AuditHead before = AuditHead.genesis(record.request().id());
    for (AuditEntry entry : chain) {
      if (entry.seq() <= record.head().seq()) {
        entries.add(entry(before, entry));
        before = entry.head();
      }
    }
    return JsonObject.builder()
        .put("v", VERSION)
        .put("id", record.request().id().value())
        .put("exported_at", record.now().toString())
        .put("exported_by", person.id().value())
        .put("agent", record.proposal().agent().value())
        .put("owner", record.proposal().owner().value())
        .put("action", record.proposal().action().document())
        .put("context", record.proposal().context().document())
        .put("ruling", record.ruling().toJson())
        .put("entries", new JsonArray(entries))
        .put("end", record.head().hash().value())
        .build();
  }

  private static JsonObject entry(AuditHead before, AuditEntry entry) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("seq", entry.seq())
            .put("prev", before.hash().value())
            .put("hash", entry.hash().value())
            .put("body", entry.document());
    entry.seal().ifPresent(seal -> json.put("seal", seal(seal)));
    return json.build();
  }

  private static JsonObject seal(Seal seal) {
    return JsonObject.builder()
        .put("key", seal.key())
        .put("mac", Base64.getUrlEncoder().withoutPadding().encodeToString(seal.mac()))
        .build();
  }
}
