package dev.countersign.store;

import dev.countersign.people.AccountId;
import dev.countersign.people.Agent;
import dev.countersign.people.Directory;
import dev.countersign.people.Group;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.WireName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The directory on Postgres; every answer is one query, and nothing is remembered between two.
final class PostgresDirectory implements Directory {
  private static final String PERSON_COLUMNS =
      """
      p.id, p.name, p.functions,
             (select array_agg(group_name) from person_group where person_id = p.id) as groups,
             (select array_agg(array[surface, tenant, user_id])
                from account
               where person_id = p.id) as accounts
      """;

  private static final String PERSON = "select " + PERSON_COLUMNS + " from person p ";

  /// One row for each member, and one for a group without any.
  private static final Sql GROUPS_WITH_MEMBERS =
      Sql.of(
          "select g.name as group_name, g.slack_channel, g.teams_channel, g.teams_direct, "
              + PERSON_COLUMNS
              + """
                from chat_group g
                left join person_group m on m.group_name = g.name
                left join person p on p.id = m.person_id
               where g.name = any(:names)
              """);

  private static final Sql BY_ID = Sql.of(PERSON + "where p.id = :id");

  private static final Sql BY_ACCOUNT =
      Sql.of(
          PERSON
              + """
              where p.id = (
                 select person_id
                   from account
                  where surface = :surface and tenant = :tenant and user_id = :user)
              """);

  private static final Sql MEMBERS =
      Sql.of(
          PERSON
              + """
              where p.id in (select person_id from person_group where group_name = :name)
              order by p.id
              limit :most
              """);

  private static final Sql GROUP =
      Sql.of(
          """
          select g.name, g.slack_channel, g.teams_channel, g.teams_direct,
                 (select array_agg(person_id) from person_group where group_name = g.name) as members
            from chat_group g
           where g.name = :name
          """);

  private static final String AGENT = "select id, owner, key, may_propose from agent where ";
  private static final Sql AGENT_BY_ID = Sql.of(AGENT + "id = :value");
  private static final Sql AGENT_BY_KEY = Sql.of(AGENT + "key = :value");

  private final Database database;

  PostgresDirectory(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Person> byAccount(AccountId account) {
    return database.ask(
        BY_ACCOUNT,
        query ->
            query
                .bind("surface", WireName.of(account.surface()))
                .bind("tenant", account.tenant())
                .bind("user", account.user())
                .first(row -> person(row)));
  }

  @Override
  public Optional<Person> byId(PersonId id) {
    return database.ask(BY_ID, query -> query.bind("id", id.value()).first(row -> person(row)));
  }

  @Override
  public Optional<Group> group(GroupName name) {
    return database.ask(GROUP, query -> query.bind("name", name.value()).first(row -> group(row)));
  }

  @Override
  public List<Person> members(GroupName name) {
    return database.ask(
        MEMBERS,
        query ->
            query.bind("name", name.value()).bind("most", MOST_MEMBERS).list(row -> person(row)));
  }

  @Override
  public Directory only(Set<GroupName> groups) {
    return database.ask(
        GROUPS_WITH_MEMBERS,
        query -> {
          GroupsWithMembers gathered = new GroupsWithMembers();
          query
              .bind("names", Columns.texts(groups.stream().map(GroupName::value).toList()))
              .list(row -> gathered.add(row));
          return gathered.directory();
        });
  }

  @Override
  public Optional<Agent> agent(AgentId id) {
    return agent(AGENT_BY_ID, id.value());
  }

  @Override
  public Optional<Agent> agentByKey(String key) {
    return agent(AGENT_BY_KEY, key);
  }

  private Optional<Agent> agent(Sql by, String value) {
    return database.ask(by, query -> query.bind("value", value).first(row -> agent(row)));
  }

  static Person person(ResultSet row) throws SQLException {
    return new Person(
        new PersonId(row.getString("id")),
        row.getString("name"),
        new TreeSet<>(Columns.texts(row, "functions")),
        Columns.texts(row, "groups").stream()
            .map(GroupName::new)
            .collect(Collectors.toUnmodifiableSet()),
        Columns.rows(row, "accounts").stream()
            .map(PostgresDirectory::account)
            .collect(Collectors.toUnmodifiableSet()));
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
        Optional.ofNullable(row.getString("slack_channel")),
        Optional.ofNullable(row.getString("teams_channel")),
        row.getBoolean("teams_direct"));
  }

  private static Agent agent(ResultSet row) throws SQLException {
    return new Agent(
        new AgentId(row.getString("id")),
        new PersonId(row.getString("owner")),
        row.getString("key"),
        Columns.texts(row, "may_propose").stream()
            .map(word -> WireName.require(ActionClass.class, word))
            .collect(Collectors.toUnmodifiableSet()),
        row.getBoolean("must_name_person"));
  }
}
