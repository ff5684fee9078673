package dev.countersign.store;

import dev.countersign.audit.DeploymentFact;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.ChangeNote;
import dev.countersign.people.Absence;
import dev.countersign.people.AccountId;
import dev.countersign.people.Agent;
import dev.countersign.people.Directory;
import dev.countersign.people.Group;
import dev.countersign.people.KeptLinks;
import dev.countersign.people.OnCall;
import dev.countersign.people.People;
import dev.countersign.people.PeopleText;
import dev.countersign.people.Person;
import dev.countersign.people.WorkingCalendar;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import dev.countersign.store.PostgresStore.PeopleImported;
import dev.countersign.store.PostgresStore.PeopleImported.Contradicted;
import dev.countersign.store.PostgresStore.PeopleImported.Former;
import dev.countersign.store.PostgresStore.PeopleImported.Imported;
import dev.countersign.store.PostgresStore.PeopleImported.Unproven;
import dev.countersign.store.SealedDirectory.Snapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Replaces all people, groups and agents in one transaction; keys keep their secrets.
final class PeopleImport {
  private static final List<String> DEFAULT_SCOPES =
      Agent.DEFAULT_SCOPES.stream().sorted().toList();

  private static final Sql FORGET_PERSONS = Sql.of("delete from person");

  private static final Sql FORGET_GROUPS = Sql.of("delete from chat_group");

  private static final Sql FORGET_AGENTS =
      Sql.of("delete from agent returning key, secret_hash, scopes");

  private static final Sql PERSON =
      Sql.of(
          "insert into person (id, name, functions, away) values (:id, :name, :functions, :away)");

  private static final Sql ACCOUNT =
      Sql.of(
          """
          insert into account (surface, tenant, user_id, person_id)
          values (:surface, :tenant, :user, :person)
          """);

  private static final Sql GROUP =
      Sql.of(
          """
          insert into chat_group (name, calendar, on_call, may_freeze, may_confirm_passkeys,
                                  console_role, may_break_glass)
          values (:name, :calendar, :on_call, :may_freeze, :may_confirm_passkeys, :console_role,
                  :may_break_glass)
          """);

  /// They go with their group.
  private static final Sql PLACE =
      Sql.of(
          """
          insert into group_place (group_name, surface, kind, channel)
          values (:group, :surface, :kind, :channel)
          """);

  private static final Sql MEMBER =
      Sql.of("insert into person_group (group_name, person_id) values (:group, :person)");

  private static final Sql AGENT =
      Sql.of(
          """
          insert into agent (id, owner, key, may_propose, environments, must_name_person, secret_hash, scopes)
          values (:id, :owner, :key, :may_propose, :environments, :must_name_person, :secret_hash, :scopes)
          """);

  private static final Sql OF_TEXT =
      Sql.of(
          "select version from people_version where digest = :digest order by version desc limit"
              + " 1");

  private final Database database;
  private final PeopleVersions versions;
  private final SealedDirectory directory;

  PeopleImport(Database database, PeopleVersions versions, SealedDirectory directory) {
    this.database = database;
    this.versions = versions;
    this.directory = directory;
  }

  /// Answers the number of this import. An import of the very people that are known already writes
  /// their rows anew and nothing else. The entry that tells of it names the digest of the whole
  /// text, and the directory believes nothing else.
  int replace(List<Person> persons, List<Group> groups, List<Agent> agents) {
    return switch (replace(new People(persons, groups, agents), true, ChangeNote.NONE)) {
      case Imported(int number) -> number;
      case Former(int number) -> throw new IllegalStateException("not forced: " + number);
      case Unproven(int number) -> throw new IllegalStateException("not forced: " + number);
      case Contradicted(var sentences) -> throw new IllegalArgumentException(sentences.toString());
    };
  }

  /// As [#replace(List, List, List)], but people who were current before, and are no longer, only
  /// when that is forced. Links go on, see [KeptLinks]; where those in force prove nothing, their
  /// links cannot be read, and they are replaced only when that is forced.
  PeopleImported replace(People file, boolean force, ChangeNote note) {
    checkMembership(file.persons(), file.groups());
    return database.askTogether(connection -> {
      PeopleVersions.queue(connection);
      Snapshot now = directory.current(connection);
      Optional<Integer> latest = PeopleVersions.latest(connection);
      if (latest.isPresent() && now.digest().isEmpty() && !force) {
        return new Unproven(latest.get());
      }
      KeptLinks kept = KeptLinks.of(file, now.people().people().links());
      if (!kept.contradictions().isEmpty()) {
        return new Contradicted(kept.contradictions());
      }
      Text imported = Text.of(kept.people());
      Optional<Integer> former = former(connection, file, imported, latest);
      return former.isPresent() && !force
          ? new Former(former.get())
          : new Imported(write(connection, imported, now, note));
    });
  }

  /// The number by which these people were in force and are no longer: as they would be now, or as
  /// the file has them, whatever was linked since.
  private static Optional<Integer> former(
      Connection connection, People file, Text imported, Optional<Integer> latest)
      throws SQLException {
    Optional<Integer> asNow = versionOf(connection, imported);
    if (asNow.isPresent()) {
      return asNow.filter(number -> !Optional.of(number).equals(latest));
    }
    return versionOf(connection, Text.of(file));
  }

  /// The first people of a database; where there are any, nothing changes unless these are the
  /// current ones.
  ///
  /// @return the number of the import that stays current in their place
  Optional<Integer> found(People file) {
    checkMembership(file.persons(), file.groups());
    return database.askTogether(connection -> {
      PeopleVersions.queue(connection);
      Snapshot now = directory.current(connection);
      Text imported = Text.of(KeptLinks.of(file, now.people().people().links()).people());
      Optional<Integer> latest = PeopleVersions.latest(connection);
      if (latest.isPresent() && !latest.equals(versionOf(connection, imported))) {
        return latest;
      }
      write(connection, imported, now, ChangeNote.NONE);
      return Optional.empty();
    });
  }

  /// What is imported, and as it is kept.
  @SuppressWarnings("ArrayRecordComponent") // the bytes of one import; nobody compares two
  private record Text(People people, byte[] bytes) {
    static Text of(People people) {
      return new Text(people, PeopleText.of(people));
    }
  }

  /// @param now what it takes the place of
  private int write(Connection connection, Text imported, Snapshot now, ChangeNote note)
      throws SQLException {
    People people = imported.people();
    int version = PeopleVersions.next(connection);
    Map<String, Secret> secrets = forget(connection);
    insertPersons(connection, people.persons());
    insertGroups(connection, people.groups());
    insertAgents(connection, people.agents(), secrets);
    if (!now.digest().equals(Optional.of(Digest.of(imported.bytes())))) {
      JsonObject.Builder told =
          JsonObject.builder()
              .put("persons", people.persons().size())
              .put("groups", people.groups().size())
              .put("agents", people.agents().size());
      note.writeTo(told);
      versions.put(
          connection, version, imported.bytes(), DeploymentFact.PEOPLE_IMPORTED, "operator", told);
    }
    return version;
  }

  private static Optional<Integer> versionOf(Connection connection, Text text) throws SQLException {
    return OF_TEXT.ask(
        connection,
        query ->
            query.bind("digest", Digest.sha256(text.bytes())).first(row -> row.getInt("version")));
  }

  /// Both sides name the membership; if they differ, somebody would gain or lose a right unseen.
  private static void checkMembership(List<Person> persons, List<Group> groups) {
    Map<PersonId, Set<GroupName>> groupsOf =
        persons.stream().collect(Collectors.toMap(Person::id, Person::groups));
    Map<GroupName, Set<PersonId>> membersOf =
        groups.stream().collect(Collectors.toMap(Group::name, Group::members));
    membersOf.forEach((name, members) -> {
      if (members.size() > Directory.MOST_MEMBERS) {
        throw new IllegalArgumentException("group " + name + " has too many members");
      }
      for (PersonId member : members) {
        if (!groupsOf.getOrDefault(member, Set.of()).contains(name)) {
          throw new IllegalArgumentException(member + " does not know of group " + name);
        }
      }
    });
    groupsOf.forEach((person, names) -> {
      for (GroupName name : names) {
        if (!membersOf.getOrDefault(name, Set.of()).contains(person)) {
          throw new IllegalArgumentException("group " + name + " does not know of " + person);
        }
      }
    });
  }

  private static Map<String, Secret> forget(Connection connection) throws SQLException {
    FORGET_PERSONS.ask(connection, Query::update);
    FORGET_GROUPS.ask(connection, Query::update);
    return FORGET_AGENTS
        .ask(
            connection,
            query ->
                query.list(row ->
                    Map.entry(
                        row.getString("key"),
                        new Secret(
                            Optional.ofNullable(row.getBytes("secret_hash")),
                            Columns.texts(row, "scopes")))))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static void insertPersons(Connection connection, List<Person> persons)
      throws SQLException {
    try (Query rows = PERSON.on(connection);
        Query accounts = ACCOUNT.on(connection)) {
      for (Person person : persons) {
        rows.bind("id", person.id().value())
            .bind("name", person.name())
            .bind("functions", Columns.texts(person.functions()))
            .bind("away", away(person))
            .add();
        for (AccountId account : person.accounts()) {
          accounts
              .bind("surface", WireName.of(account.surface()))
              .bind("tenant", account.tenant())
              .bind("user", account.user())
              .bind("person", person.id().value())
              .add();
        }
      }
      rows.updateAll();
      accounts.updateAll();
    }
  }

  private static @Nullable String away(Person person) {
    return person.away().isEmpty()
        ? null
        : CanonicalJson.text(JsonArray.of(person.away(), Absence::toJson));
  }

  private static @Nullable String text(Optional<JsonObject> document) {
    return document.map(CanonicalJson::text).orElse(null);
  }

  private static void insertGroups(Connection connection, List<Group> groups) throws SQLException {
    try (Query rows = GROUP.on(connection);
        Query places = PLACE.on(connection);
        Query members = MEMBER.on(connection)) {
      for (Group group : groups) {
        rows.bind("name", group.name().value())
            .bind("calendar", text(group.calendar().map(WorkingCalendar::toJson)))
            .bind("on_call", text(group.onCall().map(OnCall::toJson)))
            .bind("may_freeze", group.mayFreeze())
            .bind("may_confirm_passkeys", group.mayConfirmPasskeys())
            .bind("may_break_glass", group.mayBreakGlass())
            .bind("console_role", group.consoleRole().map(WireName::of).orElse(null))
            .add();
        for (var place : group.places().entrySet()) {
          for (PlaceRow row : PlaceRow.of(place.getValue())) {
            places
                .bind("group", group.name().value())
                .bind("surface", WireName.of(place.getKey()))
                .bind("kind", row.kind())
                .bind("channel", row.channel())
                .add();
          }
        }
        for (PersonId member : group.members()) {
          members.bind("group", group.name().value()).bind("person", member.value()).add();
        }
      }
      rows.updateAll();
      places.updateAll();
      members.updateAll();
    }
  }

  private static void insertAgents(
      Connection connection, List<Agent> agents, Map<String, Secret> secrets) throws SQLException {
    try (Query rows = AGENT.on(connection)) {
      for (Agent agent : agents) {
        Optional<Secret> secret = Optional.ofNullable(secrets.get(agent.key().value()));
        rows.bind("id", agent.id().value())
            .bind("owner", agent.owner().value())
            .bind("key", agent.key().value())
            .bind(
                "may_propose",
                Columns.texts(agent.mayPropose().stream().map(WireName::of).sorted().toList()))
            .bind(
                "environments",
                Columns.texts(agent.environments().stream().map(WireName::of).sorted().toList()))
            .bind("must_name_person", agent.mustNamePerson())
            .bind("secret_hash", secret.flatMap(Secret::hash).orElse(null))
            .bind("scopes", Columns.texts(secret.map(Secret::scopes).orElse(DEFAULT_SCOPES)))
            .add();
      }
      rows.updateAll();
    }
  }

  private record Secret(Optional<byte[]> hash, List<String> scopes) {}
}
