package dev.countersign.store;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.people.Absence;
import dev.countersign.people.AccountId;
import dev.countersign.people.Agent;
import dev.countersign.people.AgentKey;
import dev.countersign.people.ConsoleRole;
import dev.countersign.people.Group;
import dev.countersign.people.Group.Place;
import dev.countersign.people.OnCall;
import dev.countersign.people.People;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.people.WorkingCalendar;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Environment;
import dev.countersign.proposal.PersonId;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The people that the rows spell: for whoever compares them with the import that they are of.
final class PeopleRows {
  private static final Sql PERSONS =
      Sql.of(
          """
          select p.id, p.name, p.functions, p.away,
                 (select array_agg(group_name) from person_group where person_id = p.id) as groups,
                 (select array_agg(array[surface, tenant, user_id])
                    from account
                   where person_id = p.id) as accounts
            from person p
          """);

  private static final Sql GROUPS =
      Sql.of(
          """
          select g.name, g.calendar, g.on_call, g.may_freeze, g.may_confirm_passkeys,
                 g.console_role, g.may_break_glass,
                 (select array_agg(array[surface, kind, channel])
                    from group_place
                   where group_name = g.name) as places,
                 (select array_agg(person_id) from person_group where group_name = g.name) as members
            from chat_group g
          """);

  private static final Sql AGENTS =
      Sql.of("select id, owner, key, may_propose, environments, must_name_person from agent");

  private PeopleRows() {}

  static People read(Connection connection) throws SQLException {
    return new People(
        PERSONS.ask(connection, query -> query.list(PeopleRows::person)),
        GROUPS.ask(connection, query -> query.list(PeopleRows::group)),
        AGENTS.ask(connection, query -> query.list(PeopleRows::agent)));
  }

  private static Person person(ResultSet row) throws SQLException {
    return new Person(
        new PersonId(row.getString("id")),
        row.getString("name"),
        new TreeSet<>(Columns.texts(row, "functions")),
        Columns.texts(row, "groups").stream()
            .map(GroupName::new)
            .collect(Collectors.toUnmodifiableSet()),
        Columns.rows(row, "accounts").stream()
            .map(PeopleRows::account)
            .collect(Collectors.toUnmodifiableSet()),
        away(row));
  }

  private static AccountId account(@Nullable String[] account) {
    return new AccountId(
        WireName.require(Surface.class, Objects.requireNonNull(account[0])),
        Objects.requireNonNull(account[1]),
        Objects.requireNonNull(account[2]));
  }

  private static Group group(ResultSet row) throws SQLException {
    return new Group(
        new GroupName(row.getString("name")),
        Columns.texts(row, "members").stream()
            .map(PersonId::new)
            .collect(Collectors.toUnmodifiableSet()),
        places(Columns.rows(row, "places")),
        document(row, "calendar").map(JsonObject.class::cast).map(WorkingCalendar::fromJson),
        document(row, "on_call").map(JsonObject.class::cast).map(OnCall::fromJson),
        row.getBoolean("may_freeze"),
        row.getBoolean("may_confirm_passkeys"),
        row.getBoolean("may_break_glass"),
        Optional.ofNullable(row.getString("console_role"))
            .map(role -> WireName.require(ConsoleRole.class, role)));
  }

  private static List<Absence> away(ResultSet row) throws SQLException {
    return document(row, "away")
        .map(JsonArray.class::cast)
        .map(list ->
            list.items().stream().map(JsonObject.class::cast).map(Absence::fromJson).toList())
        .orElse(List.of());
  }

  private static Optional<Json> document(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column))
        .map(text -> CanonicalJson.parse(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Map<Surface, Place> places(List<@Nullable String[]> rows) {
    Map<Surface, List<PlaceRow>> ways = new EnumMap<>(Surface.class);
    for (@Nullable String[] row : rows) {
      ways.computeIfAbsent(
              WireName.require(Surface.class, Objects.requireNonNull(row[0])),
              _ -> new ArrayList<>())
          .add(new PlaceRow(Objects.requireNonNull(row[1]), row[2]));
    }
    Map<Surface, Place> places = new EnumMap<>(Surface.class);
    ways.forEach((surface, kinds) -> places.put(surface, PlaceRow.place(kinds)));
    return places;
  }

  private static Agent agent(ResultSet row) throws SQLException {
    return new Agent(
        new AgentId(row.getString("id")),
        new PersonId(row.getString("owner")),
        new AgentKey(row.getString("key")),
        Columns.texts(row, "may_propose").stream()
            .map(word -> WireName.require(ActionClass.class, word))
            .collect(Collectors.toUnmodifiableSet()),
        Columns.texts(row, "environments").stream()
            .map(word -> WireName.require(Environment.class, word))
            .collect(Collectors.toUnmodifiableSet()),
        row.getBoolean("must_name_person"));
  }
}
