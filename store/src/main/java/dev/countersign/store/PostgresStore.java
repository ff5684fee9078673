package dev.countersign.store;

import dev.countersign.card.Conversations;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.json.Digest;
import dev.countersign.ledger.AccountLinks;
import dev.countersign.ledger.AccountNotices;
import dev.countersign.ledger.AgentAlarms;
import dev.countersign.ledger.Backlog;
import dev.countersign.ledger.ChangeNote;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.DeploymentChain;
import dev.countersign.ledger.DeploymentRegister;
import dev.countersign.ledger.DeploymentVersions;
import dev.countersign.ledger.Digests;
import dev.countersign.ledger.FollowUps;
import dev.countersign.ledger.Freezes;
import dev.countersign.ledger.HeldAttachments;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Mutes;
import dev.countersign.ledger.OperatorNotices;
import dev.countersign.ledger.Passkeys;
import dev.countersign.ledger.PlaceAlerts;
import dev.countersign.ledger.ProposalHistory;
import dev.countersign.ledger.Quarantine;
import dev.countersign.ledger.Recovery;
import dev.countersign.ledger.RefusedAttempts;
import dev.countersign.ledger.RequestSearch;
import dev.countersign.ledger.RetrospectiveReminders;
import dev.countersign.ledger.Retrospectives;
import dev.countersign.ledger.SendCounts;
import dev.countersign.ledger.SignIns;
import dev.countersign.ledger.UnknownAlerts;
import dev.countersign.ledger.UnknownEnds;
import dev.countersign.ledger.Usage;
import dev.countersign.ledger.WaitingMarks;
import dev.countersign.people.Agent;
import dev.countersign.people.Directory;
import dev.countersign.people.Group;
import dev.countersign.people.People;
import dev.countersign.people.Person;
import dev.countersign.proof.EvidenceStore;
import dev.countersign.report.ChainStore;
import dev.countersign.report.RequestLines;
import dev.countersign.store.StoreConfig.RoleLogin;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/// The core's ports on Postgres 15 or newer, over one pool of connections.
///
/// Every method of every port throws [dev.countersign.ledger.LedgerUnavailableException] when the
/// database cannot be reached or does not answer within [StoreConfig]'s limits. Instants are kept
/// to the microsecond.
public final class PostgresStore implements AutoCloseable {
  private final Database database;
  private final GroupedLedger ledger;
  private final GroupedDeliveries deliveries;
  private final SealedDirectory directory;
  private final PostgresDeploymentChain deployment;
  private final PostgresRequestSearch search;
  private final PostgresEvidence evidence;
  private final PostgresConversations conversations;
  private final PeopleImport imports;
  private final PostgresAccountLinks links;
  private final PostgresAccountNotices notices;
  private final PostgresPlaceAlerts placeAlerts;
  private final PostgresDigests digests;
  private final PostgresMutes mutes;
  private final AgentKeys keys;
  private final PostgresDeploymentRegister register;
  private final PostgresVersions versions;
  private final PostgresRecovery recovery;
  private final ExecutorNonces nonces;
  private final PostgresSendCounts sendCounts;
  private final PostgresSignIns signIns;
  private final PostgresFreezes freezes;
  private final PostgresAgentAlarms agentAlarms;
  private final PostgresOperatorNotices operatorNotices;
  private final PostgresPasskeys passkeys;
  private final PostgresRefusedAttempts refusedAttempts;
  private final PostgresAttachments attachments;

  private PostgresStore(Database database, EvidenceKeys seals) {
    this.database = database;
    this.ledger = new GroupedLedger(database, seals);
    this.search = new PostgresRequestSearch(database, new PostgresLedger(database, seals));
    this.deliveries = new GroupedDeliveries(database, ledger::understood);
    this.directory = new SealedDirectory(database, seals);
    this.deployment = new PostgresDeploymentChain(database, seals);
    this.evidence = new PostgresEvidence(database);
    this.conversations = new PostgresConversations(database);
    PeopleVersions peopleVersions = new PeopleVersions(deployment);
    this.imports = new PeopleImport(database, peopleVersions, directory);
    this.links = new PostgresAccountLinks(database, peopleVersions, directory, seals);
    this.notices = new PostgresAccountNotices(database, seals);
    this.placeAlerts = new PostgresPlaceAlerts(database);
    this.digests = new PostgresDigests(database);
    this.mutes = new PostgresMutes(database);
    this.keys = new AgentKeys(database, deployment);
    DeployedFiles files = new DeployedFiles(deployment, seals);
    this.register = new PostgresDeploymentRegister(database, deployment, files);
    this.versions = new PostgresVersions(database, deployment, files, seals);
    this.recovery = new PostgresRecovery(database, deployment);
    this.nonces = new ExecutorNonces(database);
    this.sendCounts = new PostgresSendCounts(database);
    this.signIns = new PostgresSignIns(database, seals);
    this.operatorNotices = new PostgresOperatorNotices(database, seals);
    this.freezes = new PostgresFreezes(database, deployment, directory, seals);
    this.agentAlarms = new PostgresAgentAlarms(database, freezes);
    this.passkeys = new PostgresPasskeys(database, deployment, directory, seals);
    this.refusedAttempts = new PostgresRefusedAttempts(database, deployment, seals);
    this.attachments = new PostgresAttachments(database);
  }

  /// Connects as the application's role; the schema must be up to date, see [#migrate].
  ///
  /// @param seals seal all that this store writes; they never go to the database
  public static PostgresStore open(StoreConfig config, EvidenceKeys seals) {
    return new PostgresStore(Database.open(config), seals);
  }

  /// Creates or updates schema `countersign` and both roles: `countersign_owner`, which owns the
  /// tables and cannot log in, and the application's, which gets the rights it needs. Repeatable.
  ///
  /// @param admin may create roles and schemas in this database
  /// @param appRole lower-case letters, digits and underscores
  /// @param appPassword set for the role; never sent as it is
  public static void migrate(DataSource admin, String appRole, String appPassword) {
    migrate(
        admin,
        StoreConfig.of("jdbc:postgresql:", appRole, appPassword),
        new RoleLogin(appRole, appPassword));
  }

  /// As above, with a role of its own for imports: then whoever has the application's password can
  /// change neither people nor agents' keys.
  ///
  /// @param app its limits are given to both roles in this database, for connections that come
  ///   through a pooler
  /// @param importer who imports people and sets keys; the application's own role where nobody else
  ///   does
  public static void migrate(DataSource admin, StoreConfig app, RoleLogin importer) {
    Migration.run(admin, app, importer);
  }

  /// Whether this database can be worked on: it can be written to, our time limits hold, and the
  /// schema is this version's and as it was migrated.
  ///
  /// @throws dev.countersign.ledger.SchemaRefusedException when the schema is another
  public void requireFit() {
    database.requireFit();
  }

  /// Whether the schema is this version's, altered or not: enough for those who only read.
  ///
  /// @throws dev.countersign.ledger.SchemaRefusedException when it is another's
  public void requireVersion() {
    database.requireVersion();
  }

  /// The same store, for which people that are older than those the other has seen are nobody: one
  /// that is opened for a step would take whatever the database calls current.
  public PostgresStore goingOnFrom(PostgresStore other) {
    directory.goOnFrom(other.directory);
    return this;
  }

  /// How busy the connections are at this moment; asks the database nothing.
  public PoolUse use() {
    return database.use();
  }

  /// What callers have brought to be written so far; asks the database nothing.
  public Written written() {
    return ledger.written();
  }

  /// @param transactions in which it was written together
  /// @param items openings, decisions and other steps
  public record Written(long transactions, long items) {}

  public Ledger ledger() {
    return ledger;
  }

  /// The ledger for steps that are computed with one version. An opening, a vote, a grant and a
  /// redemption throw [dev.countersign.ledger.FormerVersionException], and write nothing, once
  /// another version is in force; what is reported of an execution lands whatever is.
  ///
  /// @param version its number, see [dev.countersign.ledger.NumberedVersion]
  public Ledger ledgerUnder(int version) {
    return ledger.under(version);
  }

  /// What operators are still to be told of freezes.
  public OperatorNotices operatorNotices() {
    return operatorNotices;
  }

  /// What agents may be frozen for by the gate itself.
  public AgentAlarms agentAlarms() {
    return agentAlarms;
  }

  /// What is frozen, and who freezes and lifts.
  public Freezes freezes() {
    return freezes;
  }

  public SendCounts sendCounts() {
    return sendCounts;
  }

  public Deliveries deliveries() {
    return deliveries;
  }

  public Directory directory() {
    return directory;
  }

  /// All people in force; empty before the first import, and when the current one does not prove to
  /// be the deployment's own.
  public Optional<People> people() {
    return directory.everybody();
  }

  /// The chain of what changed in people, keys, policy and connections.
  public DeploymentChain deployment() {
    return deployment;
  }

  public Quarantine quarantine() {
    return new PostgresQuarantine(database, deployment);
  }

  public UnknownEnds unknownEnds() {
    return new PostgresUnknownEnds(database);
  }

  public UnknownAlerts unknownAlerts() {
    return new PostgresUnknownAlerts(database);
  }

  public RequestSearch search() {
    return search;
  }

  public FollowUps followUps() {
    return new PostgresFollowUps(database);
  }

  public Backlog backlog() {
    return new PostgresBacklog(database);
  }

  public EvidenceStore evidence() {
    return evidence;
  }

  /// What was proposed, as it was frozen.
  public ProposalHistory history() {
    return new PostgresHistory(database);
  }

  /// Who and what is in use, for people who look.
  public Usage usage() {
    return new PostgresUsage(database);
  }

  /// What lists and figures tell of requests.
  public RequestLines requestLines() {
    return new PostgresRequestLines(database);
  }

  public ChainStore chains() {
    return new PostgresChains(database);
  }

  public Conversations conversations() {
    return conversations;
  }

  /// Replaces all people, groups and agents at once and answers the number of this import. Keys
  /// that stay keep their secret and their scopes.
  ///
  /// Throws [IllegalArgumentException] when persons and groups disagree on who is a member.
  public int importPeople(List<Person> persons, List<Group> groups, List<Agent> agents) {
    return imports.replace(persons, groups, agents);
  }

  /// As [#importPeople(List, List, List)], but people who were imported before, and are no longer
  /// current, only when that is forced: it would undo what was revoked since. So are people in
  /// place of some that prove nothing: it would lose links.
  public PeopleImported importPeople(People imported, boolean force) {
    return importPeople(imported, force, ChangeNote.NONE);
  }

  /// The same, with a word on who does it.
  public PeopleImported importPeople(People imported, boolean force, ChangeNote note) {
    return imports.replace(imported, force, note);
  }

  /// Links between accounts and persons. Giving codes and looking at them is the application's;
  /// linking and unlinking take the role that imports people.
  public AccountLinks links() {
    return links;
  }

  /// What operators are told of places.
  public PlaceAlerts placeAlerts() {
    return placeAlerts;
  }

  /// Who was told lately what waits for them.
  public Digests digests() {
    return digests;
  }

  /// Who wants quiet for a while.
  public Mutes mutes() {
    return mutes;
  }

  /// What is still to be told of links.
  public AccountNotices accountNotices() {
    return notices;
  }

  /// Imports the first people of a database. Where there are any, nothing changes unless these are
  /// the current ones.
  ///
  /// @return the number of the import that stays current in their place
  public Optional<Integer> foundPeople(People imported) {
    return imports.found(imported);
  }

  /// What came of importing people.
  public sealed interface PeopleImported {

    /// @param number of this import
    record Imported(int number) implements PeopleImported {}

    /// Nothing was changed: these people were current once and are no longer.
    ///
    /// @param number of the import that had them last
    record Former(int number) implements PeopleImported {}

    /// Nothing was changed: the people in force do not prove to be this deployment's, so that their
    /// links cannot be kept.
    ///
    /// @param number of the import that proves nothing
    record Unproven(int number) implements PeopleImported {}

    /// Nothing was changed: these people are not those whose accounts were linked in a chat.
    ///
    /// @param sentences one for each link, without a full stop
    record Contradicted(List<String> sentences) implements PeopleImported {
      public Contradicted {
        sentences = List.copyOf(sentences);
      }
    }
  }

  /// How busy the connections of one store are.
  ///
  /// @param most how many there may be
  /// @param active how many work for somebody now
  /// @param idle how many are open and free
  /// @param waiting how many callers wait for one
  public record PoolUse(int most, int active, int idle, int waiting) {}

  /// What follows when the database was restored or taken over.
  public Recovery recovery() {
    return recovery;
  }

  /// Which keys and files all replicas have.
  public DeploymentRegister register() {
    return register;
  }

  /// What is and was in force.
  public DeploymentVersions versions() {
    return versions;
  }

  /// What is stored of an agent's key; empty for an unknown one.
  public Optional<StoredKey> key(String key) {
    return keys.of(key);
  }

  /// @param secretHash of the secret part; empty while none is set
  /// @param scopes what the key may do: `propose` and `read` unless set otherwise
  /// @param imported the digest of the import of people that was in force at the read
  public record StoredKey(
      Optional<byte[]> secretHash, Set<String> scopes, Optional<Digest> imported) {
    public StoredKey {
      scopes = Set.copyOf(scopes);
    }

    @Override
    public String toString() {
      return "StoredKey" + scopes;
    }
  }

  /// The hashes of the secret parts of all keys that have one.
  public List<byte[]> secretHashes() {
    return keys.secretHashes();
  }

  /// Whether there is such a key.
  public boolean setSecretHash(String key, byte[] hash) {
    return keys.setSecretHash(key, hash);
  }

  /// Whether there is such a key.
  public boolean setScopes(String key, Collection<String> scopes) {
    return keys.setScopes(key, scopes);
  }

  /// Takes the nonce of a signed request of an executor outside.
  ///
  /// @param executor at most 64 characters
  /// @param nonce at most 64 characters
  /// @param remembered for at least how long it is known that it was taken
  /// @return false when it was taken before
  public boolean takeNonce(String executor, String nonce, Duration remembered) {
    return nonces.take(executor, nonce, remembered);
  }

  /// Whether what waits is still what it was.
  public WaitingMarks waitingMarks() {
    return new PostgresWaitingMarks(database);
  }

  /// Who is signed in to the pages.
  public SignIns signIns() {
    return signIns;
  }

  /// Uses of break-glass.
  public Retrospectives retrospectives() {
    return new PostgresRetrospectives(database);
  }

  /// Who was reminded of which retrospective.
  public RetrospectiveReminders retrospectiveReminders() {
    return new PostgresRetrospectiveReminders(database);
  }

  /// Passkeys of people.
  public Passkeys passkeys() {
    return passkeys;
  }

  /// What was refused and is worth an entry.
  public RefusedAttempts refusedAttempts() {
    return refusedAttempts;
  }

  /// What agents handed in to be sent with messages.
  public HeldAttachments attachments() {
    return attachments;
  }

  @Override
  public void close() {
    database.close();
  }
}
