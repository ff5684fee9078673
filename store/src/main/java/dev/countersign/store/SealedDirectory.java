package dev.countersign.store;

import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.Agent;
import dev.countersign.people.Directory;
import dev.countersign.people.Group;
import dev.countersign.people.People;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.PeopleText;
import dev.countersign.people.Person;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The directory of the current import: of its sealed text, not of rows that anybody with the
/// database can write. Which import is current is read anew for every answer, or named by whoever
/// read it just now ([#asOf]); its text only once.
///
/// An import that does not prove to be ours, or that is older than one which this process has seen,
/// knows nobody: then nobody decides and nothing runs, until `people import` or `verify` has been
/// run.
final class SealedDirectory implements Directory {
  private static final Sql CURRENT =
      Sql.of("select version, digest from people_version order by version desc limit 1");

  private static final Sql WITH_ITS_ENTRY =
      Sql.of(
          """
          select p.version, p.digest, p.text, e.seq, e.body, e.seal_key, e.mac, before.hash as prev
            from people_version p
            left join deployment_entry e on e.seq = p.entry
            left join deployment_entry before on before.seq = p.entry - 1
           where p.version = :version
          """);

  private static final Logger log = LoggerFactory.getLogger(SealedDirectory.class);

  private static final Snapshot NOTHING_YET =
      new Snapshot(
          0, Optional.empty(), new PeopleDirectory(new People(List.of(), List.of(), List.of())));

  private final Database database;
  private final EvidenceKeys keys;
  private final BatchQueue<Sql, Optional<Named>> currents;
  private final AtomicReference<Snapshot> kept = new AtomicReference<>(NOTHING_YET);

  SealedDirectory(Database database, EvidenceKeys keys) {
    this.database = database;
    this.keys = keys;
    this.currents =
        new BatchQueue<>(
            "reads of the current import",
            database.config(),
            new ReadBatch<Sql, Optional<Named>>(
                _ -> Map.of(CURRENT, named(database)), Optional.empty()));
  }

  /// Takes as seen what another has seen: what is older than that knows nobody here, either.
  void goOnFrom(SealedDirectory other) {
    Snapshot seen = other.kept.get();
    kept.accumulateAndGet(seen, (a, b) -> a.version() > b.version() ? a : b);
  }

  private static Optional<Named> named(Database database) {
    return database.ask(CURRENT, SealedDirectory::named);
  }

  private static Optional<Named> named(Query query) throws SQLException {
    return query.first(
        row -> new Named(row.getInt("version"), Digest.ofHash(row.getBytes("digest"))));
  }

  /// @param digest over the text; empty before the first import, and for one that proves nothing
  record Snapshot(int version, Optional<Digest> digest, PeopleDirectory people) {}

  private record Named(int version, Digest digest) {}

  private Snapshot current() {
    return current(
        currents.ask(CURRENT),
        query -> database.ask(WITH_ITS_ENTRY, query).flatMap(found -> found));
  }

  /// The people in force within a transaction that is to put others in force, and that holds what
  /// makes such transactions wait for one another; without a digest where none prove to be ours.
  Snapshot current(Connection connection) throws SQLException {
    Optional<Named> named = CURRENT.ask(connection, SealedDirectory::named);
    Optional<Optional<Snapshot>> fresh =
        named.isEmpty() || isKept(named.get())
            ? Optional.empty()
            : WITH_ITS_ENTRY.ask(connection, proved(named.get().version()));
    return current(named, _ -> fresh.flatMap(found -> found));
  }

  private boolean isKept(Named named) {
    Snapshot last = kept.get();
    return last.version() == named.version() && last.digest().equals(Optional.of(named.digest()));
  }

  private Snapshot current(Optional<Named> named, Loading loading) {
    if (named.isEmpty()) {
      return kept.get().version() == 0 ? NOTHING_YET : nobody("the current import is gone");
    }
    Snapshot last = kept.get();
    if (isKept(named.get())) {
      return last;
    }
    if (named.get().version() < last.version()) {
      return nobody("import " + last.version() + " was replaced by an older one");
    }
    int version = named.get().version();
    Optional<Snapshot> proved = loading.load(proved(version));
    proved.ifPresent(
        fresh -> kept.accumulateAndGet(fresh, (a, b) -> a.version() > b.version() ? a : b));
    return proved.orElseGet(() -> nobody("import " + version + " is not what its entry says"));
  }

  private interface Loading {
    Optional<Snapshot> load(Sql.Asked<Optional<Optional<Snapshot>>> proved);
  }

  private Sql.Asked<Optional<Optional<Snapshot>>> proved(int version) {
    return query -> query.bind("version", version).first(row -> Optional.ofNullable(prove(row)));
  }

  private @Nullable Snapshot prove(ResultSet row) throws SQLException {
    Optional<DeploymentEntry> entry = PostgresDeploymentChain.genuine(row, keys);
    if (entry.isEmpty()) {
      return null;
    }
    byte[] text = row.getBytes("text");
    Digest digest = Digest.of(text);
    JsonObject said = entry.get().document();
    JsonObject data = said.object("data");
    boolean same =
        DeploymentFact.isOfPeople(said.text("type"))
            && data.number("version") == row.getInt("version")
            && data.text("digest").equals(digest.value());
    return same
        ? new Snapshot(
            row.getInt("version"),
            Optional.of(digest),
            new PeopleDirectory(PeopleText.read(text), digest))
        : null;
  }

  private static Snapshot nobody(String why) {
    log.error("nobody is known: {}; run `countersign verify`", why);
    return NOTHING_YET;
  }

  /// All people of the current import; empty before the first, and for one that proves nothing.
  Optional<People> everybody() {
    Snapshot now = current();
    return now.digest().map(_ -> now.people().people());
  }

  @Override
  public Optional<Digest> version() {
    return current().digest();
  }

  @Override
  public Optional<Person> byAccount(AccountId account) {
    return current().people().byAccount(account);
  }

  @Override
  public Optional<Person> byId(PersonId id) {
    return current().people().byId(id);
  }

  @Override
  public Optional<Group> group(GroupName name) {
    return current().people().group(name);
  }

  @Override
  public List<Group> groups() {
    return current().people().groups();
  }

  @Override
  public List<Person> members(GroupName name) {
    return current().people().members(name);
  }

  @Override
  public Directory only(Set<GroupName> groups) {
    return current().people().only(groups);
  }

  @Override
  public Directory asOfNow() {
    return current().people();
  }

  /// Whose digest is that of the newest import seen here was proved when it was read.
  @Override
  public Directory asOf(Optional<Digest> version) {
    Snapshot last = kept.get();
    return version.isPresent() && version.equals(last.digest()) ? last.people() : asOfNow();
  }

  @Override
  public Optional<Agent> agent(AgentId id) {
    return current().people().agent(id);
  }

  @Override
  public Optional<Agent> agentByKey(String key) {
    return current().people().agentByKey(key);
  }
}
