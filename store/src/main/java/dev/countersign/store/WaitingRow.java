package dev.countersign.store;

import dev.countersign.json.WireName;
import dev.countersign.ledger.Unshown;
import dev.countersign.ledger.WaitingFilter;
import dev.countersign.ledger.WaitingLine;
import dev.countersign.ledger.WaitingPlace;
import dev.countersign.people.Surface;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.TagKind;
import dev.countersign.policy.TagName;
import dev.countersign.proposal.ActionKind;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Outline;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RiskLevel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One row of the queue, read without the bodies of proposals, anybody else's vote, and grants.
///
/// @param place where the next page goes on
/// @param line empty when the row is not one that a gate wrote
record WaitingRow(Place place, Optional<WaitingLine> line)
    implements ReadableRows.ReadRow<WaitingRow.Place, WaitingLine> {

  /// The places are taken from the index alone, group by group; only those of the page are looked
  /// up.
  ///
  /// A request may wait for several groups; whoever is in more than one sees it once.
  ///
  /// Parameters stand in selects of their own, so that no plan for their values looks better than
  /// the plan for all: planning takes longer than reading the page.
  ///
  /// `offset 0` keeps the look at the vote one look for each row of the page: as a join it might
  /// read all votes. A row whose proposal is gone is still a row: a page that is not full is the
  /// last.
  ///
  /// Where its cards could not be shown is looked up only where an index of these, which are few,
  /// has one: a long page would read a card for each request otherwise.
  ///
  /// Of the ruling only whether a stage of it lists functions: its canonical bytes spell that in
  /// one way, and no text inside them has a quote that is not escaped.
  ///
  /// With one place for the ranges; it stands apart from the line that fills it.
  @SuppressWarnings("InlineFormatString")
  private static final String PAGE =
      """
      select r.id, r.revision, r.agent, r.risk_rank, r.deadline,
             r.action_kind, r.target_system, r.dry_run, r.on_behalf_of, p.conflicted, p.deed,
             nullif(p.deed_object, '') as deed_object,
             r.domain, r.severity, r.source, r.blocks_customer, r.claimed_tags,
             exists (select from vote
                      where request_id = r.id and revision = r.revision and :asker in (person, in_place_of)
                     offset 0) as voted,
             position(cast('"functions":[' as bytea) in p.ruling) > 0 as by_function,
             case when exists (select from posted_card where request_id = r.id and failure is not null) then
                (select array_agg(array[surface, failure])
                   from (select distinct on (surface, tenant, channel) surface, failure
                           from posted_card
                          where request_id = r.id and batch is null
                          order by surface, tenant, channel, seq desc, id desc) latest
                  where failure is not null) end as unshown
        from (select next.id, next.risk_rank, next.deadline
                from (select * from unnest(cast(:groups as text[])) as each(name) limit :many) g
               cross join lateral (
                      %s) next
               group by next.id, next.risk_rank, next.deadline
               order by next.risk_rank desc, next.deadline, next.id
               limit (select cast(:most as bigint))) page
        join request r on r.id = page.id
        left join proposal p on p.id = r.id
       order by page.risk_rank desc, page.deadline, page.id
      """;

  /// Two ranges of the index rather than one condition over both: the page goes on where the one
  /// before ended, and walks over nothing to get there.
  private static final String SAME_RISK =
      """
      risk_rank = cast(:after_rank as integer)
        and (deadline, id) > (cast(:after_deadline as timestamptz), cast(:after as text))\
      """;

  /// Any, on the first page.
  private static final String LOWER_RISK =
      "risk_rank < (select coalesce(cast(:after_rank as integer), 32767))";

  private static final Sql ALL = page("");

  /// Of what is asked for beside a tag. Each part that is not said takes every row. A rare one
  /// walks over what waits for its groups, in the order of the index.
  private static final String NARROWED =
      """
      and risk_rank = coalesce((select cast(:risk as integer)), risk_rank)
        and agent = coalesce((select cast(:agent as text)), agent)
        and ((select cast(:any_kind as boolean))
             or action_kind = any (cast((select cast(:kinds as text[])) as text[])))
        and ((select cast(:any_system as boolean))
             or target_system = any (cast((select cast(:systems as text[])) as text[])))
        and deadline >= (select coalesce(cast(:from as timestamptz), '-infinity'))
        and deadline < (select coalesce(cast(:before as timestamptz), 'infinity'))\
      """;

  private static final Sql NARROWED_ALL = page(NARROWED);

  /// Each by indexes of its own, so that a page of a rare tag walks no further than that of all.
  private static final Map<TagKind, Sql> TAGGED =
      TagColumns.BY_KIND.entrySet().stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  Map.Entry::getKey, column -> page("and " + column.getValue())));

  private static final Map<TagKind, Sql> NARROWED_TAGGED =
      TagColumns.BY_KIND.entrySet().stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  Map.Entry::getKey, column -> page("and " + column.getValue() + " " + NARROWED)));

  private static Sql page(String tagged) {
    return Sql.of(
        PAGE.formatted(
            Stream.of(
                    "asks = g.name",
                    "asks_too = g.name",
                    "asks_more <> '{}' and g.name = any (asks_more)")
                .flatMap(asked ->
                    Stream.of(SAME_RISK, LOWER_RISK).map(next -> waiting(asked, tagged, next)))
                .collect(Collectors.joining("union all\n"))));
  }

  /// The places of one group, by an index of the order; of those that more than two groups are
  /// asked about by the one of these, which are few.
  private static String waiting(String asked, String tagged, String next) {
    return """
    (select id, risk_rank, deadline
       from request
      where state = 'pending' and %s %s
        and %s
      order by risk_rank desc, deadline, id
      limit (select cast(:most as bigint)))
    """
        .formatted(asked, tagged, next);
  }

  /// @param id as it is stored
  record Place(int rank, Instant deadline, String id) {

    static Place of(WaitingPlace place) {
      return new Place(place.risk().rank(), place.deadline(), place.id().value());
    }
  }

  static List<WaitingRow> page(
      Database database,
      PersonId asker,
      Collection<GroupName> groups,
      WaitingFilter filter,
      Optional<Place> after,
      int most) {
    boolean narrowed = !filter.isOfTagAlone();
    return database.ask(
        filter
            .tag()
            .map(name -> (narrowed ? NARROWED_TAGGED : TAGGED).get(name.kind()))
            .orElse(narrowed ? NARROWED_ALL : ALL),
        query ->
            narrowed(tagged(query, filter.tag()), filter)
                .bind("asker", asker.value())
                .bind("groups", Columns.texts(groups.stream().map(GroupName::value).toList()))
                .bind("many", groups.size())
                .bind("after", after.map(Place::id).orElse(null))
                .bind("after_rank", after.map(Place::rank).orElse(null))
                .bind("after_deadline", Columns.time(after.map(Place::deadline).orElse(null)))
                .bind("most", most)
                .list(WaitingRow::read));
  }

  private static Query tagged(Query query, Optional<TagName> tag) throws SQLException {
    return tag.filter(name -> !name.value().isEmpty()).isPresent()
        ? query.bind("tag", tag.get().value())
        : query;
  }

  private static Query narrowed(Query query, WaitingFilter filter) throws SQLException {
    return filter.isOfTagAlone()
        ? query
        : query
            .bind("risk", filter.risk().map(RiskLevel::rank).orElse(null))
            .bind("agent", filter.agent().map(AgentId::value).orElse(null))
            .bind("any_kind", filter.kinds().isEmpty())
            .bind("kinds", Columns.texts(filter.kinds().stream().map(WireName::of).toList()))
            .bind("any_system", filter.systems().isEmpty())
            .bind("systems", Columns.texts(filter.systems().orElse(Set.of())))
            .bind("from", Columns.time(filter.from().orElse(null)))
            .bind("before", Columns.time(filter.before().orElse(null)));
  }

  private static WaitingRow read(ResultSet row) throws SQLException {
    Place place =
        new Place(row.getInt("risk_rank"), Columns.time(row, "deadline"), row.getString("id"));
    int revision = row.getInt("revision");
    String agent = row.getString("agent");
    @Nullable String kind = row.getString("action_kind");
    @Nullable String system = row.getString("target_system");
    boolean dryRun = row.getBoolean("dry_run");
    Optional<String> onBehalfOf = Optional.ofNullable(row.getString("on_behalf_of"));
    Optional<String> deed = Optional.ofNullable(row.getString("deed"));
    Optional<String> object = Optional.ofNullable(row.getString("deed_object"));
    TagColumns tags = TagColumns.of(row);
    @Nullable Object conflicted = Columns.array(row, "conflicted");
    boolean voted = row.getBoolean("voted");
    boolean byFunction = row.getBoolean("by_function");
    List<@Nullable String[]> unshown = Columns.rows(row, "unshown");
    try {
      return new WaitingRow(
          place,
          Optional.of(
              new WaitingLine(
                  new ProposalId(place.id()),
                  revision,
                  new AgentId(agent),
                  RiskLevel.ofRank(place.rank()),
                  place.deadline(),
                  new Outline(
                      WireName.require(ActionKind.class, Objects.requireNonNull(kind)),
                      Objects.requireNonNull(system),
                      dryRun,
                      onBehalfOf),
                  deed,
                  object,
                  tags.tags(),
                  Columns.texts(Objects.requireNonNull(conflicted)).stream()
                      .map(PersonId::new)
                      .collect(Collectors.toUnmodifiableSet()),
                  voted,
                  byFunction,
                  unshown.stream().map(WaitingRow::unshown).distinct().sorted().toList())));
    } catch (RuntimeException e) {
      // What a forger wrote, or a release that we do not know, may fail anywhere.
      return new WaitingRow(place, Optional.empty());
    }
  }

  private static Unshown unshown(@Nullable String[] place) {
    return new Unshown(
        WireName.require(Surface.class, Objects.requireNonNull(place[0])),
        Objects.requireNonNull(place[1]));
  }
}
