package dev.countersign.store;

import dev.countersign.audit.StateCodec;
import dev.countersign.json.WireName;
import dev.countersign.ledger.DecidedLine;
import dev.countersign.ledger.DecidedPlace;
import dev.countersign.proposal.ActionKind;
import dev.countersign.proposal.Outline;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// One row of what a person decided, read without the bodies of proposals, anybody else's vote, and
/// grants.
///
/// @param place where the next page goes on
/// @param line empty when the row is not one that a gate wrote
record DecidedRow(Place place, Optional<DecidedLine> line)
    implements ReadableRows.ReadRow<DecidedRow.Place, DecidedLine> {

  /// The votes of the page come from the index alone; only their requests are looked up. A person
  /// votes once on a request: what an agent proposes anew is a request of its own.
  static final Sql PAGE =
      Sql.of(
          """
          select v.request_id, v.decision, v.at,
                 r.situation, r.deadline, r.action_kind, r.target_system, r.dry_run, r.on_behalf_of,
                 p.deed, nullif(p.deed_object, '') as deed_object
            from (select request_id, decision, at
                    from vote
                   where person = :person
                     and (at, request_id) < (
                           coalesce(cast(:after_at as timestamptz), 'infinity'), coalesce(cast(:after as text), ''))
                   order by at desc, request_id desc
                   limit (select cast(:most as bigint))) v
            left join request r on r.id = v.request_id
            left join proposal p on p.id = v.request_id
           order by v.at desc, v.request_id desc
          """);

  /// @param id as it is stored
  record Place(Instant at, String id) {

    static Place of(DecidedPlace place) {
      return new Place(place.at(), place.id().value());
    }
  }

  static List<DecidedRow> page(
      Database database, PersonId person, Optional<Place> after, int most) {
    return database.ask(
        PAGE,
        query ->
            query
                .bind("person", person.value())
                .bind("after_at", Columns.time(after.map(Place::at).orElse(null)))
                .bind("after", after.map(Place::id).orElse(null))
                .bind("most", most)
                .list(DecidedRow::read));
  }

  private static DecidedRow read(ResultSet row) throws SQLException {
    Place place = new Place(Columns.time(row, "at"), row.getString("request_id"));
    try {
      return new DecidedRow(place, Optional.of(line(place, row)));
    } catch (RuntimeException e) {
      // What a forger wrote, or a release that we do not know, may fail anywhere.
      return new DecidedRow(place, Optional.empty());
    }
  }

  private static DecidedLine line(Place place, ResultSet row) throws SQLException {
    String situation = Objects.requireNonNull(row.getString("situation"));
    return new DecidedLine(
        new ProposalId(place.id()),
        WireName.require(Decision.class, row.getString("decision")),
        place.at(),
        StateCodec.state(FrozenParts.object(situation.getBytes(StandardCharsets.UTF_8))),
        Columns.time(row, "deadline"),
        new Outline(
            WireName.require(
                ActionKind.class, Objects.requireNonNull(row.getString("action_kind"))),
            Objects.requireNonNull(row.getString("target_system")),
            row.getBoolean("dry_run"),
            Optional.ofNullable(row.getString("on_behalf_of"))),
        Optional.ofNullable(row.getString("deed")),
        Optional.ofNullable(row.getString("deed_object")));
  }
}
