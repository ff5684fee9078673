package dev.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.TestKeys;
import dev.countersign.audit.EntrySeal.Flaw;
import dev.countersign.audit.EntrySeal.Proof;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.Seal;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.token.KeyRing;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a seal holds an entry to.
final class EntrySealTest {
  private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
  private static final ProposalId ID = new ProposalId("prop_00000000000000000000000001");
  private static final ProposalId OTHER = new ProposalId("prop_00000000000000000000000002");
  private static final EvidenceKeys KEYS = TestKeys.EVIDENCE;

  @Test
  void whatWasSealedInItsPlaceIsGenuine() {
    assertThat(prove(chain(ID))).isEqualTo(new Proof.Keyed());
  }

  @Test
  void theBodyRepeatsNothingThatItsPlaceSays() {
    JsonObject body = chain(ID).get(1).document();
    assertThat(body.members().keySet())
        .containsExactlyInAnyOrder("v", "salt", "type", "at", "actor", "data");
  }

  /// The same fact twice, and nobody who has one hash can guess the other.
  @Test
  void equalFactsHaveDifferentHashes() {
    assertThat(chain(ID).getFirst().hash()).isNotEqualTo(chain(ID).getFirst().hash());
  }

  @Test
  void anotherBodyIsForged() {
    List<AuditEntry> entries = chain(ID);
    AuditEntry real = entries.get(1);
    AuditEntry other = chain(ID).get(1);
    entries.set(1, new AuditEntry(ID, 2, other.body(), real.seal()));
    assertThat(prove(entries)).isEqualTo(new Proof.Flawed(2, Flaw.FORGED));
  }

  @Test
  void anEntryIsWorthNothingInAnotherRequest() {
    List<AuditEntry> moved = new ArrayList<>();
    for (AuditEntry entry : chain(OTHER)) {
      moved.add(new AuditEntry(ID, entry.seq(), entry.body(), entry.seal()));
    }
    assertThat(prove(moved)).isEqualTo(new Proof.Flawed(1, Flaw.FORGED));
  }

  @Test
  void anEntryIsWorthNothingAtAnotherNumber() {
    List<AuditEntry> entries = chain(ID);
    AuditEntry second = entries.get(1);
    entries.set(2, new AuditEntry(ID, 3, second.body(), second.seal()));
    assertThat(prove(entries)).isEqualTo(new Proof.Flawed(3, Flaw.FORGED));
  }

  /// Two genuine histories of one request, as a restored backup and its continuation make them.
  @Test
  void anEntryIsWorthNothingAfterAnotherHistory() {
    List<AuditEntry> one = chain(ID);
    one.set(1, chain(ID).get(1));
    assertThat(prove(one)).isEqualTo(new Proof.Flawed(2, Flaw.FORGED));
  }

  @Test
  void aGapIsToldBeforeAnythingElse() {
    List<AuditEntry> entries = chain(ID);
    entries.remove(1);
    assertThat(prove(entries)).isEqualTo(new Proof.Flawed(3, Flaw.GAP));
  }

  @Test
  void aForeignKeyProvesNothing() {
    EvidenceKeys foreign = KeyRing.generate(new SecureRandom(), InstantSource.fixed(AT)).evidence();
    assertThat(EntrySeal.prove(ID, chain(ID), foreign))
        .isEqualTo(new Proof.Flawed(1, Flaw.KEY_UNKNOWN));
  }

  @Test
  void whatARevokedKeySealedIsToldByName() {
    List<AuditEntry> entries = chain(ID);
    String stolen = entries.getFirst().seal().orElseThrow().key();
    EvidenceKeys revoked =
        TestKeys.RING.withRevoked(stolen, new SecureRandom(), InstantSource.fixed(AT)).evidence();
    assertThat(EntrySeal.prove(ID, entries, revoked))
        .isEqualTo(new Proof.Flawed(1, Flaw.KEY_REVOKED));
  }

  @Test
  void anEntryThatLostItsSealIsTold() {
    for (int lost = 0; lost < 3; lost++) {
      List<AuditEntry> entries = chain(ID);
      AuditEntry bare = entries.get(lost);
      entries.set(lost, new AuditEntry(ID, bare.seq(), bare.body()));
      assertThat(prove(entries)).isEqualTo(new Proof.Flawed(lost + 1, Flaw.UNSEALED));
    }
  }

  @Test
  void aChainOfAnEarlierReleaseIsLinkedAndToldAsUnkeyed() {
    assertThat(prove(unkeyed(2))).isEqualTo(new Proof.Unkeyed(2));
  }

  @Test
  void anEarlierChainGoesOnWithSeals() {
    List<AuditEntry> entries = unkeyed(2);
    entries.addAll(
        EntrySeal.seal(
            entries.getLast().head(),
            AuditChain.append(entries.getLast().head(), ID, AT, facts()),
            KEYS));
    assertThat(prove(entries)).isEqualTo(new Proof.Unkeyed(2));
    AuditEntry changed = entries.get(1);
    entries.set(1, earlier(changed.seq(), entries.getFirst().head(), "person:ghost"));
    assertThat(prove(entries)).isEqualTo(new Proof.Flawed(3, Flaw.FORGED));
  }

  /// Otherwise whoever has the database would append in the old fashion.
  @Test
  void anEntryOfTheOldFashionAfterASealedOneIsDamage() {
    List<AuditEntry> entries = chain(ID);
    entries.add(earlier(4, entries.getLast().head(), "gate"));
    assertThat(prove(entries)).isEqualTo(new Proof.Flawed(4, Flaw.UNSEALED));
  }

  @Test
  void anUnkeyedEntryMustNameItsPlaceAndItsPredecessor() {
    List<AuditEntry> entries = unkeyed(2);
    entries.set(1, earlier(2, AuditHead.genesis(ID), "gate"));
    assertThat(prove(entries)).isEqualTo(new Proof.Flawed(2, Flaw.NOT_AFTER));
    entries.set(1, new AuditEntry(ID, 2, entries.getFirst().body()));
    assertThat(prove(entries)).isEqualTo(new Proof.Flawed(2, Flaw.ELSEWHERE));
  }

  @Test
  void aFactThatDoesNotFitIsRefusedAndNotCut() {
    assertThat(AuditChain.append(AuditHead.genesis(ID), ID, AT, List.of(long_(65_000)))).hasSize(1);
    assertThatThrownBy(
            () -> AuditChain.append(AuditHead.genesis(ID), ID, AT, List.of(long_(66_000))))
        .isInstanceOf(AuditEntryTooLargeException.class)
        .hasMessageContaining("65535");
  }

  private static AuditFact long_(int length) {
    return new AuditFact(
        EntryType.RULED, "gate", JsonObject.builder().put("text", "x".repeat(length)).build());
  }

  private static Proof prove(List<AuditEntry> entries) {
    return EntrySeal.prove(ID, entries, KEYS);
  }

  private static List<AuditEntry> chain(ProposalId id) {
    AuditHead genesis = AuditHead.genesis(id);
    return new ArrayList<>(
        EntrySeal.seal(genesis, AuditChain.append(genesis, id, AT, facts()), KEYS));
  }

  private static List<AuditFact> facts() {
    return List.of(fact(EntryType.PROPOSED), fact(EntryType.RULED), fact(EntryType.WITHDRAWN));
  }

  private static AuditFact fact(EntryType type) {
    return new AuditFact(type, "gate", JsonObject.EMPTY);
  }

  private static List<AuditEntry> unkeyed(int count) {
    List<AuditEntry> entries = new ArrayList<>();
    AuditHead head = AuditHead.genesis(ID);
    for (int seq = 1; seq <= count; seq++) {
      AuditEntry entry = earlier(seq, head, "gate");
      entries.add(entry);
      head = entry.head();
    }
    return entries;
  }

  /// As the first release wrote it.
  private static AuditEntry earlier(int seq, AuditHead before, String actor) {
    JsonObject body =
        JsonObject.builder()
            .put("v", "countersign-audit/1")
            .put("request", ID.value())
            .put("seq", seq)
            .put("prev", before.hash().value())
            .put("type", "proposed")
            .put("at", AT)
            .put("actor", actor)
            .put("data", JsonObject.EMPTY)
            .build();
    return new AuditEntry(ID, seq, CanonicalJson.bytes(body), Optional.<Seal>empty());
  }

  @Test
  void bytesThatAreNoEntryAreToldWithoutAnException() {
    AuditEntry noise = new AuditEntry(ID, 1, "{".getBytes(StandardCharsets.UTF_8));
    assertThat(prove(List.of(noise))).isEqualTo(new Proof.Flawed(1, Flaw.UNREADABLE));
  }
}
