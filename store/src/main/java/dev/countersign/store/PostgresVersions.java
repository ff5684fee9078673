package dev.countersign.store;

import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.ChangeNote;
import dev.countersign.ledger.DeployedFile;
import dev.countersign.ledger.DeployedVersion;
import dev.countersign.ledger.DeploymentVersions;
import dev.countersign.ledger.FileText;
import dev.countersign.ledger.NumberedVersion;
import dev.countersign.ledger.UnprovenFileException;
import dev.countersign.ledger.VersionChange;
import dev.countersign.ledger.VersionHistory;
import dev.countersign.proposal.ProposalId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The deployment's versions on Postgres.
final class PostgresVersions implements DeploymentVersions {
  private static final int PAGE = 500;

  private static final Sql KEEP =
      Sql.of(
          """
          insert into file_text (kind, digest, text)
          values (:kind, :digest, :text)
              on conflict do nothing
          """);

  private static final Sql TEXT =
      Sql.of("select text from file_text where kind = :kind and digest = :digest");

  private static final Sql NUMBER = Sql.of("select version_number() as number");

  private static final Sql PENDING =
      Sql.of(
          """
          select id from request where state = 'pending' and id > :after order by id limit :most
          """);

  private final Database database;
  private final PostgresDeploymentChain chain;
  private final DeployedFiles files;
  private final EvidenceKeys keys;

  PostgresVersions(
      Database database, PostgresDeploymentChain chain, DeployedFiles files, EvidenceKeys keys) {
    this.database = database;
    this.chain = chain;
    this.files = files;
    this.keys = keys;
  }

  @Override
  public Optional<DeployedVersion> current() {
    return database.askTogether(this::current);
  }

  private Optional<DeployedVersion> current(Connection connection) throws SQLException {
    Optional<Digest> policy = files.current(connection, DeployedFile.POLICY);
    Optional<Digest> connections = files.current(connection, DeployedFile.CONNECTIONS);
    return policy.isPresent() && connections.isPresent()
        ? Optional.of(new DeployedVersion(policy.get(), connections.get()))
        : Optional.empty();
  }

  /// Nobody changes it between the questions: its number is held.
  @Override
  public Optional<NumberedVersion> inForce() {
    return database.askTogether(connection -> {
      int number = NUMBER.ask(connection, query -> query.one(row -> row.getInt("number")));
      return current(connection).map(version -> new NumberedVersion(number, version));
    });
  }

  /// What proves nothing is nothing here: whoever deploys over it was told so.
  private Optional<DeployedVersion> provenOrNone(Connection connection) throws SQLException {
    try {
      return current(connection);
    } catch (UnprovenFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void keep(FileText text) {
    database.askTogether(connection -> {
      DeployedFiles.queue(connection);
      return keep(connection, text);
    });
  }

  private boolean keep(Connection connection, FileText text) throws SQLException {
    int fresh =
        KEEP.ask(
            connection,
            query ->
                query
                    .bind("kind", WireName.of(text.file()))
                    .bind("digest", text.digest().value())
                    .bind("text", text.bytes())
                    .update());
    if (fresh > 0) {
      append(
          connection,
          DeploymentFact.FILE_KEPT,
          JsonObject.builder()
              .put("file", WireName.of(text.file()))
              .put("digest", text.digest().value())
              .put("bytes", text.bytes().length)
              .build());
    }
    return fresh > 0;
  }

  @Override
  public Optional<FileText> text(DeployedFile file, Digest digest) {
    return database
        .ask(
            TEXT,
            query ->
                query
                    .bind("kind", WireName.of(file))
                    .bind("digest", digest.value())
                    .first(row -> row.getBytes("text")))
        .filter(bytes -> bytes.length <= FileText.MOST_BYTES)
        .map(bytes -> new FileText(file, bytes))
        .filter(text -> text.digest().equals(digest));
  }

  @Override
  public boolean propose(VersionChange change) {
    return database.askTogether(connection -> {
      DeployedFiles.queue(connection);
      if (!provenOrNone(connection).equals(change.from())) {
        return false;
      }
      append(connection, DeploymentFact.VERSION_PROPOSED, change.toJson());
      return true;
    });
  }

  @Override
  public boolean deploy(VersionChange change) {
    return database.askTogether(connection -> {
      DeployedFiles.queue(connection);
      if (!provenOrNone(connection).equals(change.from())) {
        return false;
      }
      Optional<Digest> version = Optional.of(change.to().digest());
      for (DeployedFile file : DeployedFile.values()) {
        files.move(connection, file, change.to().of(file), version);
      }
      append(connection, DeploymentFact.VERSION_DEPLOYED, change.toJson());
      return true;
    });
  }

  @Override
  public void proposePeople(Digest digest, Optional<Digest> from, ChangeNote note) {
    JsonObject.Builder data = JsonObject.builder().put("digest", digest.value());
    from.ifPresent(former -> data.put("from", former.value()));
    note.writeTo(data);
    chain.append(new DeploymentFact(DeploymentFact.PEOPLE_PROPOSED, "operator", data.build()));
  }

  private void append(Connection connection, String type, JsonObject data) throws SQLException {
    chain.append(connection, new DeploymentFact(type, "operator", data));
  }

  @Override
  public VersionHistory history() {
    List<DeploymentEntry> entries = new ArrayList<>();
    List<DeploymentEntry> page = chain.entriesAfter(0, PAGE);
    while (!page.isEmpty()) {
      entries.addAll(page);
      page = chain.entriesAfter(page.getLast().seq(), PAGE);
    }
    return VersionHistory.of(entries, keys);
  }

  @Override
  public List<ProposalId> pendingAfter(Optional<ProposalId> after, int most) {
    return database.ask(
        PENDING,
        query ->
            query
                .bind("after", after.map(ProposalId::value).orElse(""))
                .bind("most", most)
                .list(row -> new ProposalId(row.getString("id"))));
  }
}
