package dev.countersign.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// A row of [RequestRows#SELECT] as it came, not yet understood: so that of many that come together
/// each is read by whoever asked for it.
///
/// @param imported the digest of the import of people in force
/// @param conflicted a text[], if it is what a gate wrote; so are the votes and cards a text[][]
// Two of them are never compared.
@SuppressWarnings("ArrayRecordComponent")
record RequestRow(
    String id,
    String agent,
    String owner,
    byte[] action,
    byte[] context,
    byte[] ruling,
    @Nullable Object conflicted,
    OffsetDateTime createdAt,
    int revision,
    int version,
    String situation,
    OffsetDateTime deadline,
    int auditSeq,
    byte[] auditHash,
    @Nullable String grantId,
    int grantRevision,
    @Nullable OffsetDateTime issuedAt,
    @Nullable OffsetDateTime expiresAt,
    @Nullable String token,
    @Nullable Object votes,
    @Nullable Object cards,
    OffsetDateTime now,
    int freezes,
    byte @Nullable [] imported) {

  static RequestRow of(ResultSet row) throws SQLException {
    return new RequestRow(
        row.getString("id"),
        row.getString("agent"),
        row.getString("owner"),
        row.getBytes("action"),
        row.getBytes("context"),
        row.getBytes("ruling"),
        Columns.array(row, "conflicted"),
        row.getObject("created_at", OffsetDateTime.class),
        row.getInt("revision"),
        row.getInt("version"),
        row.getString("situation"),
        row.getObject("deadline", OffsetDateTime.class),
        row.getInt("audit_seq"),
        row.getBytes("audit_hash"),
        row.getString("grant_id"),
        row.getInt("grant_revision"),
        row.getObject("issued_at", OffsetDateTime.class),
        row.getObject("expires_at", OffsetDateTime.class),
        row.getString("token"),
        Columns.array(row, "votes"),
        Columns.array(row, "cards"),
        row.getObject("now", OffsetDateTime.class),
        row.getInt("freezes"),
        row.getBytes("imported"));
  }
}
