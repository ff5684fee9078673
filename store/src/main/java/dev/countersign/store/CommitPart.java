package dev.countersign.store;

import dev.countersign.card.PostedCard;
import dev.countersign.card.PostedCard.Failure;
import dev.countersign.evidence.Seal;
import dev.countersign.json.WireName;
import dev.countersign.ledger.Commit;
import dev.countersign.ledger.GlassUse;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.ledger.Redemption;
import dev.countersign.ledger.RetrospectiveMark;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.BatchId;
import dev.countersign.request.Vote;
import dev.countersign.store.BatchRows.Column;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a step may write beside the row of its request and its entries, in the order in which it is
/// written.
///
/// A statement names the parts alone that its steps have. Postgres opens every table that is named,
/// with its indexes, and takes every array apart, also for a step that has nothing to write there.
enum CommitPart {
  /// A decision of a person.
  VOTE(
      row -> row.commit().vote().isPresent(),
      vote(),
      """
      cast_vote as (
        insert into vote (request_id, revision, person, in_place_of, seq, surface, tenant, account, decision,
               action, card, stage, for_group, also, function, token, reason, comment,
               callback, at, seal_key, mac)
        select id, vote_revision, person, in_place_of, seq, vote_surface, vote_tenant, account, decision,
               vote_action, vote_card, vote_stage, for_group, also, function, vote_token,
               vote_reason, comment, callback, vote_at, vote_key, vote_mac
          from going
         where person is not null)\
      """),

  /// A grant that is spent.
  REDEMPTION(
      row -> row.commit().redemption().isPresent(),
      redemption(),
      """
      spent as (
        insert into redemption (request_id, revision, grant_id, execution, action, seq, at)
        select id, revision, redeemed, execution, redeemed_action, seq, redeemed_at
          from going
         where redeemed is not null)\
      """),

  /// A grant that is issued; it takes the place of one that has expired unspent.
  GRANT(
      row -> row.commit().grant().isPresent(),
      grant(),
      """
      granted as (
        insert into exec_grant (request_id, id, revision, seq, issued_at, expires_at, token,
               replaces)
        select id, grant_id, grant_revision, seq, issued_at, expires_at, grant_token, replaced
          from going
         where grant_id is not null)\
      """),

  /// A use of break-glass.
  GLASS(
      row -> row.commit().glass().isPresent(),
      glass(),
      """
      broken as (
        insert into break_glass (request_id, person, number, owner, at, due)
        select id, glass_person, glass_number, glass_owner, glass_at, glass_due
          from going
         where glass_person is not null)\
      """),

  /// What was done about the retrospective of one.
  RETROSPECTIVE(
      row -> row.commit().retrospective().isPresent(),
      retrospective(),
      """
      marked as (
        insert into retrospective_mark (request_id, kind, person, at)
        select id, mark_kind, mark_person, mark_at
          from going
         where mark_kind is not null
            on conflict do nothing)\
      """),

  /// A card that is shown, or whose state is kept.
  CARD(
      row -> row.commit().card().isPresent(),
      card(),
      """
      carded as (
        insert into posted_card (request_id, id, revision, version, seq, surface, tenant,
               channel, digest, message_id, personal, at, failure, failed_since, closed, batch)
        select id, card, card_revision, card_version, seq, card_surface, card_tenant, channel,
               card_digest, message, personal, card_at, failure, failed_since, closed, batch
          from going
         where card is not null
            on conflict (request_id, id) do update
               set message_id = coalesce(excluded.message_id, posted_card.message_id),
                   failure = excluded.failure,
                   failed_since = excluded.failed_since, closed = excluded.closed)\
      """),

  /// What workers are to bring; rows that are there already are raised.
  ORDERS(
      row -> !row.orders().isEmpty(),
      orders(),
      """
      ordered as (
        insert into delivery (request_id, kind, target, due_at)
        select going.id, o.kind, o.target, going.now
          from going
         cross join lateral unnest(cast(going.kinds as text[]), cast(going.targets as text[]))
                 as o(kind, target)
         order by going.id, o.kind, o.target
            on conflict (request_id, kind, target) do update
               set wanted = delivery.wanted + 1,
                   due_at = case when delivery.lease is null
                                 then least(delivery.due_at, excluded.due_at)
                                 else delivery.due_at end)\
      """);

  private final Predicate<CommitRow> has;

  /// What a step without the part gives null for.
  final List<Column<CommitRow>> columns;

  /// A part of the statement that writes what is `going`.
  final String written;

  CommitPart(Predicate<CommitRow> has, List<Column<CommitRow>> columns, String written) {
    this.has = has;
    this.columns = columns;
    this.written = written;
  }

  /// Those that at least one of the rows has.
  static Set<CommitPart> of(Collection<CommitRow> rows) {
    Set<CommitPart> parts = EnumSet.noneOf(CommitPart.class);
    for (CommitPart part : values()) {
      if (rows.stream().anyMatch(part.has)) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static List<Column<CommitRow>> vote() {
    return List.of(
        Column.text("person", of(Commit::vote, v -> v.person().value())),
        Column.text(
            "in_place_of", of(Commit::vote, v -> v.inPlaceOf().map(PersonId::value).orElse(null))),
        Column.integer("vote_revision", of(Commit::vote, Vote::revision)),
        Column.text("vote_surface", of(Commit::vote, v -> WireName.of(v.account().surface()))),
        Column.text("vote_tenant", of(Commit::vote, v -> v.account().tenant())),
        Column.text("account", of(Commit::vote, v -> v.account().user())),
        Column.text("decision", of(Commit::vote, v -> WireName.of(v.decision()))),
        Column.text("vote_action", of(Commit::vote, v -> v.action().value())),
        Column.text("vote_card", of(Commit::vote, v -> v.card().value())),
        Column.integer("vote_stage", of(Commit::vote, Vote::stage)),
        Column.text("for_group", of(Commit::vote, v -> v.group().value())),
        Column.text("also", of(Commit::vote, v -> FurtherSeats.toText(v.also()).orElse(null))),
        Column.text(
            "function", of(Commit::vote, v -> Functions.toText(v.functions()).orElse(null))),
        Column.text("vote_token", of(Commit::vote, Vote::token)),
        Column.text(
            "vote_reason",
            of(Commit::vote, v -> v.remarks().reason().map(WireName::of).orElse(null))),
        Column.text("comment", of(Commit::vote, v -> v.remarks().comment().orElse(null))),
        Column.text("callback", of(Commit::vote, v -> v.callback().value())),
        Column.time("vote_at", of(Commit::vote, Vote::at)),
        Column.text("vote_key", row -> row.vote().map(Seal::key).orElse(null)),
        Column.bytes("vote_mac", row -> row.vote().map(Seal::mac).orElse(null)));
  }

  private static List<Column<CommitRow>> redemption() {
    return List.of(
        Column.text("redeemed", of(Commit::redemption, spent -> spent.grant().value())),
        Column.text("execution", of(Commit::redemption, spent -> spent.execution().value())),
        Column.text("redeemed_action", of(Commit::redemption, spent -> spent.action().value())),
        Column.time("redeemed_at", of(Commit::redemption, Redemption::at)));
  }

  private static List<Column<CommitRow>> grant() {
    return grant(row -> row.commit().grant());
  }

  private static List<Column<CommitRow>> glass() {
    return List.of(
        Column.text("glass_person", of(Commit::glass, use -> use.person().value())),
        Column.integer("glass_number", of(Commit::glass, GlassUse::number)),
        Column.text("glass_owner", of(Commit::glass, use -> use.owner().value())),
        Column.time("glass_at", of(Commit::glass, GlassUse::at)),
        Column.time("glass_due", of(Commit::glass, GlassUse::due)));
  }

  private static List<Column<CommitRow>> retrospective() {
    return List.of(
        Column.text("mark_kind", of(Commit::retrospective, mark -> WireName.of(mark.kind()))),
        Column.text("mark_person", of(Commit::retrospective, mark -> mark.person().value())),
        Column.time("mark_at", of(Commit::retrospective, RetrospectiveMark::at)));
  }

  private static List<Column<CommitRow>> card() {
    return List.of(
        Column.text("card", of(Commit::card, PostedCard::id)),
        Column.integer("card_revision", of(Commit::card, PostedCard::revision)),
        Column.integer("card_version", of(Commit::card, PostedCard::version)),
        Column.text("card_surface", of(Commit::card, c -> WireName.of(c.address().surface()))),
        Column.text("card_tenant", of(Commit::card, c -> c.address().tenant())),
        Column.text("channel", of(Commit::card, c -> c.address().channel())),
        Column.text("card_digest", of(Commit::card, c -> c.digest().value())),
        Column.text("message", of(Commit::card, c -> c.messageId().orElse(null))),
        Column.bool("personal", row -> row.commit().card().map(PostedCard::personal).orElse(false)),
        Column.time("card_at", of(Commit::card, PostedCard::at)),
        Column.text("failure", of(Commit::card, c -> c.failure().map(Failure::code).orElse(null))),
        Column.time(
            "failed_since", of(Commit::card, c -> c.failure().map(Failure::since).orElse(null))),
        Column.bool("closed", row -> row.commit().card().map(PostedCard::closed).orElse(false)),
        Column.text("batch", of(Commit::card, c -> c.batch().map(BatchId::value).orElse(null))));
  }

  private static List<Column<CommitRow>> orders() {
    return List.of(Orders.kinds(CommitRow::orders), Orders.targets(CommitRow::orders));
  }

  static <T> List<Column<T>> grant(Function<T, Optional<IssuedGrant>> grant) {
    return List.of(
        Column.text("grant_id", row -> grant.apply(row).map(g -> g.id().value()).orElse(null)),
        Column.integer(
            "grant_revision", row -> grant.apply(row).map(IssuedGrant::revision).orElse(null)),
        Column.time("issued_at", row -> grant.apply(row).map(IssuedGrant::issuedAt).orElse(null)),
        Column.time("expires_at", row -> grant.apply(row).map(IssuedGrant::expiresAt).orElse(null)),
        Column.text("grant_token", row -> grant.apply(row).map(IssuedGrant::token).orElse(null)));
  }

  /// A value of something that not every commit has.
  private static <P, V> Function<CommitRow, @Nullable V> of(
      Function<Commit, Optional<P>> part, Function<P, @Nullable V> value) {
    return row -> part.apply(row.commit()).map(value).orElse(null);
  }
}
