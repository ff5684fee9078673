package dev.countersign.proof;

import dev.countersign.evidence.Seal;
import dev.countersign.proposal.ProposalId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/// All that is stored of one request. Texts and bytes are what the store holds, unchecked: any of
/// them may have been tampered with, and any part may be missing.
///
/// @param votes of all revisions, in the order in which they were cast
/// @param grants in the order in which they were issued
/// @param redemptions in the order of their revisions
/// @param cards in the order in which they were rendered
/// @param glass of a use of break-glass
/// @param retrospective of what was written about that use
/// @param entries in the order of their numbers, gaps included
@SuppressWarnings("ArrayRecordComponent") // bytes as they are stored; nobody compares these records
public record Evidence(
    ProposalId id,
    Optional<Frozen> frozen,
    Optional<Row> row,
    List<VoteRow> votes,
    List<GrantRow> grants,
    List<RedemptionRow> redemptions,
    List<CardRow> cards,
    Optional<GlassRow> glass,
    List<MarkRow> retrospective,
    List<EntryRow> entries) {
  public Evidence {
    votes = List.copyOf(votes);
    grants = List.copyOf(grants);
    redemptions = List.copyOf(redemptions);
    cards = List.copyOf(cards);
    retrospective = List.copyOf(retrospective);
    entries = List.copyOf(entries);
  }

  /// What was written once, when the proposal was ruled.
  ///
  /// @param action canonical bytes
  /// @param actionDigest SHA-256 over them as the store computed it, 32 bytes
  /// @param context canonical bytes
  /// @param contextDigest likewise
  /// @param ruling canonical bytes of `Ruling`'s document
  /// @param deed what lists call it
  /// @param object what they say that it is about; [#NOT_TOLD] in a row from before there was such
  ///   a column
  public record Frozen(
      String agent,
      String owner,
      byte[] action,
      byte[] actionDigest,
      byte[] context,
      byte[] contextDigest,
      byte[] ruling,
      Optional<String> deed,
      Optional<String> object,
      List<String> conflicted,
      Instant at) {
    /// No ruling gives an empty one.
    public static final String NOT_TOLD = "";

    public Frozen {
      action = action.clone();
      actionDigest = actionDigest.clone();
      context = context.clone();
      contextDigest = contextDigest.clone();
      ruling = ruling.clone();
      conflicted = List.copyOf(conflicted);
    }
  }

  /// The hot row, which the entries must fold into.
  ///
  /// @param agent of the column that lists and admissions go by
  /// @param stage the open stage, as the lists of who is asked go by it
  /// @param asks the group that is asked
  /// @param asksToo the second group that is asked, where several are
  /// @param asksMore all further ones
  /// @param due when time next asks for something
  /// @param riskRank the assessed risk, 0 low to 3 critical
  /// @param outline what a list says of it
  /// @param tags as [dev.countersign.policy.Tag#toString] has them, in the order of their kinds
  /// @param toExecute targets of the deliveries to execute it, held back or not: the executor
  ///   outside, or empty for the gate itself
  /// @param status the state in one word
  /// @param state the text of `StateCodec`'s document
  /// @param auditSeq number of the last entry
  /// @param auditHash its hash, 32 bytes
  public record Row(
      String agent,
      Optional<Integer> stage,
      Optional<String> asks,
      Optional<String> asksToo,
      List<String> asksMore,
      Optional<Instant> due,
      int riskRank,
      OutlineRow outline,
      List<String> tags,
      Set<String> toExecute,
      int revision,
      int version,
      String status,
      String state,
      Instant deadline,
      int auditSeq,
      byte[] auditHash) {
    public Row {
      asksMore = List.copyOf(asksMore);
      auditHash = auditHash.clone();
    }
  }

  /// The columns of `Outline`; none of them where nobody was asked, and in a row that an earlier
  /// release had opened and decided.
  public record OutlineRow(
      Optional<String> kind,
      Optional<String> targetSystem,
      Optional<Boolean> dryRun,
      Optional<String> onBehalfOf) {
    boolean isEmpty() {
      return kind.isEmpty() && targetSystem.isEmpty() && dryRun.isEmpty() && onBehalfOf.isEmpty();
    }
  }

  /// A vote; the digests are in their text form.
  ///
  /// @param also the further stages in which it may count, `1:legal,2:finance`
  public record VoteRow(
      String person,
      Optional<String> inPlaceOf,
      String surface,
      String tenant,
      String user,
      String decision,
      int revision,
      String action,
      String card,
      int stage,
      String group,
      Optional<String> also,
      SortedSet<String> functions,
      String token,
      Optional<String> reason,
      Optional<String> comment,
      String callback,
      Instant at,
      Optional<Seal> seal) {}

  /// A grant.
  ///
  /// @param token the compact JWS
  /// @param replaces the one of the same revision that had expired unspent
  public record GrantRow(
      String id,
      int revision,
      Instant issuedAt,
      Instant expiresAt,
      String token,
      Optional<String> replaces) {
    @Override
    public String toString() {
      return "GrantRow[" + id + "]";
    }
  }

  /// The spending of a grant.
  ///
  /// @param action digest of what might be sent, as text
  public record RedemptionRow(
      int revision, String grant, String execution, String action, Instant at) {}

  /// A rendering of the card.
  ///
  /// @param address as `ChatAddress` prints it
  /// @param digest of what was drawn, as text
  public record CardRow(
      String id, int revision, String address, String digest, Optional<String> batch) {}

  /// That a retrospective was filed, or closed.
  ///
  /// @param kind `filed` or `closed`
  public record MarkRow(String kind, String person, Instant at) {}

  /// A use of break-glass, with the retrospective that it opened.
  ///
  /// @param number which use of this person it was
  public record GlassRow(String person, int number, String owner, Instant at, Instant due) {}

  /// An audit entry.
  ///
  /// @param hash as the store computed it, 32 bytes
  public record EntryRow(int seq, byte[] body, byte[] hash, Optional<Seal> seal) {
    public EntryRow {
      body = body.clone();
      hash = hash.clone();
    }
  }
}
