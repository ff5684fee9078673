package dev.countersign.store;

import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.people.AccountId;
import dev.countersign.people.Agent;
import dev.countersign.people.Directory;
import dev.countersign.people.Group;
import dev.countersign.people.People;
import dev.countersign.people.PeopleText;
import dev.countersign.people.Person;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import dev.countersign.store.PostgresStore.PeopleImported;
import dev.countersign.store.PostgresStore.PeopleImported.Former;
import dev.countersign.store.PostgresStore.PeopleImported.Imported;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Replaces all people, groups and agents in one transaction; keys keep their secrets.
final class PeopleImport {
  private static final List<String> DEFAULT_SCOPES =
      Agent.DEFAULT_SCOPES.stream().sorted().toList();

  private static final String NEXT_VERSION =
      """
      update people_import
         set version = version + 1, imported_at = clock_timestamp()
      returning version
      """;

  private static final String FORGET_AGENTS =
      "delete from agent returning key, secret_hash, scopes";

  private static final String PERSON =
      "insert into person (id, name, functions) values (:id, :name, :functions)";

  private static final String ACCOUNT =
      """
      insert into account (surface, tenant, user_id, person_id)
      values (:surface, :tenant, :user, :person)
      """;

  private static final String GROUP = "insert into chat_group (name) values (:name)";

  /// They go with their group.
  private static final String PLACE =
      """
      insert into group_place (group_name, surface, kind, channel)
      values (:group, :surface, :kind, :channel)
      """;

  private static final String MEMBER =
      "insert into person_group (group_name, person_id) values (:group, :person)";

  private static final String AGENT =
      """
      insert into agent (id, owner, key, may_propose, must_name_person, secret_hash, scopes)
      values (:id, :owner, :key, :may_propose, :must_name_person, :secret_hash, :scopes)
      """;

  private static final String LATEST =
      "select version from people_version order by version desc limit 1";

  private static final String OF_TEXT =
      "select version from people_version where digest = :digest order by version desc limit 1";

  private static final String ONE_AT_A_TIME = "select version from people_import for update";

  private static final String VERSION =
      "insert into people_version (version, text, entry) values (:version, :text, :entry)";

  private final Database database;
  private final PostgresDeploymentChain chain;
  private final SealedDirectory directory;

  PeopleImport(Database database, PostgresDeploymentChain chain, SealedDirectory directory) {
    this.database = database;
    this.chain = chain;
    this.directory = directory;
  }

  /// Answers the number of this import. An import of the very people that are known already writes
  /// their rows anew and nothing else. The entry that tells of it names the digest of the whole
  /// text, and the directory believes nothing else.
  int replace(List<Person> persons, List<Group> groups, List<Agent> agents) {
    checkMembership(persons, groups);
    People imported = new People(persons, groups, agents);
    byte[] text = PeopleText.of(imported);
    Optional<Integer> same = directory.versionOf(Digest.of(text));
    return database.inTransaction(handle -> write(handle, imported, text, same));
  }

  /// As [#replace(List, List, List)], but people who were current before, and are no longer, only
  /// when that is forced.
  PeopleImported replace(People imported, boolean force) {
    checkMembership(imported.persons(), imported.groups());
    byte[] text = PeopleText.of(imported);
    Optional<Integer> same = directory.versionOf(Digest.of(text));
    return database.inTransaction(handle -> {
      // Two imports wait for one another here, so that neither judges by what the other replaces.
      handle.createQuery(ONE_AT_A_TIME).mapTo(Integer.class).one();
      Optional<Integer> last = versionOf(handle, text);
      return last.isPresent() && !last.equals(latest(handle)) && !force
          ? new Former(last.get())
          : new Imported(write(handle, imported, text, same));
    });
  }

  /// The first people of a database; where there are any, nothing changes unless these are the
  /// current ones.
  ///
  /// @return the number of the import that stays current in their place
  Optional<Integer> found(People imported) {
    checkMembership(imported.persons(), imported.groups());
    byte[] text = PeopleText.of(imported);
    Optional<Integer> same = directory.versionOf(Digest.of(text));
    return database.inTransaction(handle -> {
      handle.createQuery(ONE_AT_A_TIME).mapTo(Integer.class).one();
      Optional<Integer> latest = latest(handle);
      if (latest.isPresent() && !latest.equals(versionOf(handle, text))) {
        return latest;
      }
      write(handle, imported, text, same);
      return Optional.empty();
    });
  }

  private int write(Handle handle, People imported, byte[] text, Optional<Integer> same) {
    // Its row is also what makes two imports wait for one another.
    int version = handle.createQuery(NEXT_VERSION).mapTo(Integer.class).one();
    Map<String, Secret> secrets = forget(handle);
    insertPersons(handle, imported.persons());
    insertGroups(handle, imported.groups());
    insertAgents(handle, imported.agents(), secrets);
    if (same.isEmpty() || !same.equals(latest(handle))) {
      keepText(handle, version, text, imported);
    }
    return version;
  }

  private static Optional<Integer> versionOf(Handle handle, byte[] text) {
    return handle
        .createQuery(OF_TEXT)
        .bind("digest", Digest.sha256(text))
        .mapTo(Integer.class)
        .findOne();
  }

  private static Optional<Integer> latest(Handle handle) {
    return handle.createQuery(LATEST).mapTo(Integer.class).findOne();
  }

  private void keepText(Handle handle, int version, byte[] text, People imported) {
    DeploymentEntry entry =
        chain.append(
            handle,
            new DeploymentFact(
                DeploymentFact.PEOPLE_IMPORTED,
                "operator",
                JsonObject.builder()
                    .put("version", version)
                    .put("digest", Digest.of(text).value())
                    .put("persons", imported.persons().size())
                    .put("groups", imported.groups().size())
                    .put("agents", imported.agents().size())
                    .build()));
    handle
        .createUpdate(VERSION)
        .bind("version", version)
        .bind("text", text)
        .bind("entry", entry.seq())
        .execute();
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

  private static Map<String, Secret> forget(Handle handle) {
    handle.execute("delete from person");
    handle.execute("delete from chat_group");
    return handle
        .createQuery(FORGET_AGENTS)
        .map((row, _) ->
            Map.entry(
                row.getString("key"),
                new Secret(
                    Optional.ofNullable(row.getBytes("secret_hash")),
                    Columns.texts(row, "scopes"))))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static void insertPersons(Handle handle, List<Person> persons) {
    PreparedBatch rows = handle.prepareBatch(PERSON);
    PreparedBatch accounts = handle.prepareBatch(ACCOUNT);
    for (Person person : persons) {
      rows.bind("id", person.id().value())
          .bind("name", person.name())
          .bind("functions", Columns.texts(person.functions()))
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
    rows.execute();
    accounts.execute();
  }

  private static void insertGroups(Handle handle, List<Group> groups) {
    PreparedBatch rows = handle.prepareBatch(GROUP);
    PreparedBatch places = handle.prepareBatch(PLACE);
    PreparedBatch members = handle.prepareBatch(MEMBER);
    for (Group group : groups) {
      rows.bind("name", group.name().value()).add();
      group
          .places()
          .forEach((surface, place) ->
              PlaceRow.of(place)
                  .forEach(row ->
                      places
                          .bind("group", group.name().value())
                          .bind("surface", WireName.of(surface))
                          .bind("kind", row.kind())
                          .bind("channel", row.channel())
                          .add()));
      for (PersonId member : group.members()) {
        members.bind("group", group.name().value()).bind("person", member.value()).add();
      }
    }
    rows.execute();
    places.execute();
    members.execute();
  }

  private static void insertAgents(Handle handle, List<Agent> agents, Map<String, Secret> secrets) {
    PreparedBatch rows = handle.prepareBatch(AGENT);
    for (Agent agent : agents) {
      Optional<Secret> secret = Optional.ofNullable(secrets.get(agent.key().value()));
      rows.bind("id", agent.id().value())
          .bind("owner", agent.owner().value())
          .bind("key", agent.key().value())
          .bind(
              "may_propose",
              Columns.texts(agent.mayPropose().stream().map(WireName::of).sorted().toList()))
          .bind("must_name_person", agent.mustNamePerson())
          .bind("secret_hash", secret.flatMap(Secret::hash).orElse(null))
          .bind("scopes", Columns.texts(secret.map(Secret::scopes).orElse(DEFAULT_SCOPES)))
          .add();
    }
    rows.execute();
  }

  private record Secret(Optional<byte[]> hash, List<String> scopes) {}
}
