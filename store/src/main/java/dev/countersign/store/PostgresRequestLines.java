package dev.countersign.store;

import dev.countersign.audit.EntryType;
import dev.countersign.audit.StateCodec;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.report.RequestLine;
import dev.countersign.report.RequestLine.Ballot;
import dev.countersign.report.RequestLines;
import dev.countersign.request.Decision;
import dev.countersign.request.RejectReason;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads what lists and figures tell of requests, without what was proposed and without findings:
/// the first two entries of each chain have the names, in a few hundred bytes. Whether a problem
/// was reported is known by an index of those entries alone, which are few.
final class PostgresRequestLines implements RequestLines {
  static final Sql PAGE =
      Sql.of(
          """
          select page.id, r.situation, r.deadline, p.created_at, p.agent, p.conflicted,
                 case when position(cast('"on_behalf_of":' as bytea) in p.context) > 0 then p.context
                   end as context,
                 (select body from audit_entry where request_id = page.id and seq = 1) as proposed,
                 (select body from audit_entry where request_id = page.id and seq = 2) as ruled,
                 exists (select from audit_entry
                          where request_id = page.id
                            and position(cast('"type":"problem_reported"' as bytea) in body) > 0)
                   as reported,
                 (select min(at) from posted_card where request_id = page.id) as shown,
                 (select array_agg(
                           array[person, for_group, decision, coalesce(reason, ''),
                                 cast(extract(epoch from at) as text)]
                           order by seq)
                    from vote
                   where request_id = page.id) as ballots
            from (select id
                    from request
                   where id >= :from and id < :before
                   order by id desc
                   limit :most) page
            join request r on r.id = page.id
            join proposal p on p.id = page.id
           order by page.id desc
          """);

  private final Database database;

  PostgresRequestLines(Database database) {
    this.database = database;
  }

  private record Row(String id, Optional<RequestLine> line) {}

  @Override
  public Page page(ProposalId from, String before, int most) {
    List<Row> rows =
        database.ask(
            PAGE,
            query ->
                query
                    .bind("from", from.value())
                    .bind("before", before)
                    .bind("most", most)
                    .list(PostgresRequestLines::row));
    return new Page(
        rows.stream().flatMap(row -> row.line().stream()).toList(),
        rows.size(),
        rows.isEmpty() ? "" : rows.getLast().id());
  }

  private static Row row(ResultSet row) throws SQLException {
    String id = row.getString("id");
    try {
      return new Row(id, Optional.of(line(id, row)));
    } catch (RuntimeException e) {
      // What a forger wrote, or a release that we do not know, may fail anywhere.
      return new Row(id, Optional.empty());
    }
  }

  private static RequestLine line(String id, ResultSet row) throws SQLException {
    JsonObject proposed = data(row.getBytes("proposed"), EntryType.PROPOSED);
    JsonObject ruled = data(row.getBytes("ruled"), EntryType.RULED);
    String situation = Objects.requireNonNull(row.getString("situation"));
    return new RequestLine(
        new ProposalId(id),
        Columns.time(row, "created_at"),
        new AgentId(row.getString("agent")).value(),
        proposed.text("action_type"),
        ruled.texts("rules"),
        ruled.objects("stages", stage -> stage.text("group")),
        StateCodec.state(FrozenParts.object(situation.getBytes(StandardCharsets.UTF_8))),
        Columns.time(row, "deadline"),
        Columns.optionalTime(row, "shown"),
        Columns.rows(row, "ballots").stream().map(PostgresRequestLines::ballot).toList(),
        Ruling.observed(ruled).isPresent(),
        Columns.texts(row, "conflicted").stream().map(PersonId::new).collect(Collectors.toSet()),
        onBehalfOf(row.getBytes("context")),
        Ruling.beneficiaries(ruled),
        row.getBoolean("reported"));
  }

  private static Optional<String> onBehalfOf(byte @Nullable [] context) {
    return context == null
        ? Optional.empty()
        : FrozenParts.object(context)
            .optionalObject("agent")
            .flatMap(agent -> agent.optionalText("on_behalf_of"));
  }

  private static JsonObject data(byte @Nullable [] body, EntryType type) {
    JsonObject entry = FrozenParts.object(Objects.requireNonNull(body));
    if (!entry.text("type").equals(WireName.of(type))) {
      throw new IllegalStateException("not the entry that stands there");
    }
    return entry.object("data");
  }

  private static Ballot ballot(@Nullable String[] vote) {
    String reason = Objects.requireNonNull(vote[3]);
    return new Ballot(
        Objects.requireNonNull(vote[0]),
        Objects.requireNonNull(vote[1]),
        WireName.require(Decision.class, Objects.requireNonNull(vote[2])),
        reason.isEmpty()
            ? Optional.empty()
            : Optional.of(WireName.require(RejectReason.class, reason)),
        Columns.time(Objects.requireNonNull(vote[4])));
  }
}
