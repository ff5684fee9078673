package dev.countersign.store;

import dev.countersign.audit.AuditHead;
import dev.countersign.audit.StateCodec;
import dev.countersign.card.PostedCard;
import dev.countersign.evidence.Seal;
import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.Proposal;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.BatchId;
import dev.countersign.request.Decision;
import dev.countersign.request.GrantId;
import dev.countersign.request.RejectReason;
import dev.countersign.request.Remarks;
import dev.countersign.request.Vote;
import dev.countersign.store.FrozenParts.Frozen;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads a request with all that belongs to it from one row.
final class RequestRows {

  /// Votes and cards come as arrays of texts, in the order of [#vote] and [#card].
  static final String SELECT =
      """
      select p.id, p.agent, p.owner, p.action, p.context, p.ruling, p.conflicted, p.created_at,
             r.revision, r.version, r.situation, r.deadline, r.audit_seq, r.audit_hash,
             g.id as grant_id, g.revision as grant_revision, g.issued_at, g.expires_at, g.token,
             v.votes, c.cards, clock_timestamp() as now,
             (select count(*) from freeze_step) as freezes,
             (select digest from people_version order by version desc limit 1) as imported
        from request r
        join proposal p on p.id = r.id
        left join lateral (
               select id, revision, issued_at, expires_at, token
                 from exec_grant
                where request_id = r.id
                order by seq desc
                limit 1) g on true
       cross join lateral (
               select array_agg(array[
                        person, in_place_of, surface, tenant, account, decision, cast(revision as text), action,
                        card, cast(stage as text), for_group, also, function, token, reason,
                        comment, callback,
                        cast(extract(epoch from at) as text), seal_key, encode(mac, 'hex')]
                        order by seq) as votes
                 from vote
                where request_id = r.id and revision = r.revision) v
       cross join lateral (
               select array_agg(array[
                        id, cast(revision as text), cast(version as text), surface, tenant, channel,
                        digest, message_id, cast(personal as text), cast(extract(epoch from at) as text),
                        failure, cast(extract(epoch from failed_since) as text),
                        cast(closed as text), batch] order by seq, id)
                        as cards
                 from posted_card
                where request_id = r.id) c
      """;

  private RequestRows() {}

  /// @throws DamagedRecordException.Unreadable when the row is not one that a gate wrote
  static RequestRecord record(ResultSet row) throws SQLException {
    return record(RequestRow.of(row));
  }

  /// @throws DamagedRecordException.Unreadable when the row is not one that a gate wrote
  static RequestRecord record(RequestRow row) {
    return record(row, FrozenParts::read);
  }

  /// @param parts reads what was frozen with the proposal
  /// @throws DamagedRecordException.Unreadable when the row is not one that a gate wrote
  static RequestRecord record(RequestRow row, BiFunction<ProposalId, RequestRow, Frozen> parts) {
    ProposalId id = new ProposalId(row.id());
    try {
      return read(id, row, parts.apply(id, row));
    } catch (RuntimeException e) {
      // What a forger wrote, or a release that we do not know, may fail anywhere.
      throw new DamagedRecordException.Unreadable(id, e);
    }
  }

  /// For a list, which one row that does not read must not keep from being shown.
  static Listed listed(ResultSet row) throws SQLException {
    RequestRow raw = RequestRow.of(row);
    ProposalId id = new ProposalId(raw.id());
    try {
      return new Listed(id, Optional.of(read(id, raw, FrozenParts.read(id, raw))), raw.freezes());
    } catch (RuntimeException e) {
      return new Listed(id, Optional.empty(), raw.freezes());
    }
  }

  /// @param record empty when it does not read
  /// @param freezes how many steps of freezes there were
  record Listed(ProposalId id, Optional<RequestRecord> record, int freezes) {}

  private static RequestRecord read(ProposalId id, RequestRow row, Frozen frozen) {
    List<PostedCard> cards = cards(id, row);
    return new RequestRecord(
            frozen.proposal(),
            frozen.ruling(),
            request(row, frozen.proposal(), frozen.ruling()),
            new AuditHead(row.auditSeq(), Digest.ofHash(row.auditHash())),
            grant(row),
            cards.stream().filter(card -> card.batch().isEmpty()).toList(),
            seals(row),
            cards.stream().filter(card -> card.batch().isPresent()).toList(),
            row.now().toInstant())
        .by(Optional.ofNullable(row.imported()).map(Digest::ofHash));
  }

  private static ApprovalRequest request(RequestRow row, Proposal proposal, Ruling ruling) {
    return new ApprovalRequest(
        proposal.id(),
        row.revision(),
        row.version(),
        proposal.action().digest(),
        ruling.stages(),
        Columns.texts(row.conflicted()).stream()
            .map(PersonId::new)
            .collect(Collectors.toUnmodifiableSet()),
        proposal.at(),
        row.deadline().toInstant(),
        ruling.timing().remindAt(),
        ruling.timing().extension(),
        Columns.rows(row.votes()).stream().map(RequestRows::vote).toList(),
        StateCodec.state(FrozenParts.object(row.situation().getBytes(StandardCharsets.UTF_8))));
  }

  private static Optional<IssuedGrant> grant(RequestRow row) {
    String id = row.grantId();
    return id == null
        ? Optional.empty()
        : Optional.of(
            new IssuedGrant(
                new GrantId(id),
                row.grantRevision(),
                time(row.issuedAt()),
                time(row.expiresAt()),
                Objects.requireNonNull(row.token())));
  }

  private static Vote vote(@Nullable String[] vote) {
    Cells cells = new Cells(vote);
    return new Vote(
        new PersonId(cells.text()),
        cells.optional().map(PersonId::new),
        new AccountId(WireName.require(Surface.class, cells.text()), cells.text(), cells.text()),
        WireName.require(Decision.class, cells.text()),
        cells.number(),
        new Digest(cells.text()),
        new Digest(cells.text()),
        cells.number(),
        new GroupName(cells.text()),
        FurtherSeats.ofText(cells.optional()),
        Functions.ofText(cells.optional()),
        cells.text(),
        new Remarks(
            cells.optional().map(word -> WireName.require(RejectReason.class, word)),
            cells.optional()),
        new Digest(cells.text()),
        cells.time());
  }

  /// The last two cells of each vote.
  private static Map<PersonId, Seal> seals(RequestRow row) {
    Map<PersonId, Seal> seals = new HashMap<>();
    for (@Nullable String[] vote : Columns.rows(row.votes())) {
      String mac = vote[vote.length - 1];
      Columns.seal(vote[vote.length - 2], mac == null ? null : HexFormat.of().parseHex(mac))
          .ifPresent(seal -> seals.put(new PersonId(Objects.requireNonNull(vote[0])), seal));
    }
    return seals;
  }

  private static List<PostedCard> cards(ProposalId request, RequestRow row) {
    return Columns.rows(row.cards()).stream().map(card -> card(request, card)).toList();
  }

  private static PostedCard card(ProposalId request, @Nullable String[] card) {
    Cells cells = new Cells(card);
    return new PostedCard(
        cells.text(),
        request,
        cells.number(),
        cells.number(),
        new ChatAddress(WireName.require(Surface.class, cells.text()), cells.text(), cells.text()),
        new Digest(cells.text()),
        cells.optional(),
        Boolean.parseBoolean(cells.text()),
        cells.time(),
        cells.failure(),
        Boolean.parseBoolean(cells.text()),
        cells.optional().map(BatchId::new));
  }

  private static Instant time(@Nullable OffsetDateTime at) {
    return Objects.requireNonNull(at).toInstant();
  }

  /// Walks through the cells of one gathered row.
  private static final class Cells {
    private final @Nullable String[] cells;
    private int next;

    private Cells(@Nullable String[] cells) {
      this.cells = cells;
    }

    private Optional<String> optional() {
      return Optional.ofNullable(cells[next++]);
    }

    private String text() {
      return Objects.requireNonNull(cells[next++]);
    }

    private int number() {
      return Integer.parseInt(text());
    }

    private Optional<PostedCard.Failure> failure() {
      Optional<String> code = optional();
      Optional<String> since = optional();
      return code.map(why -> new PostedCard.Failure(why, Columns.time(since.orElseThrow())));
    }

    private Instant time() {
      return Columns.time(text());
    }
  }
}
