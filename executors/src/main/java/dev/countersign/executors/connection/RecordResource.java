package dev.countersign.executors.connection;

import dev.countersign.executors.wire.StrictUrl;
import dev.countersign.json.Json;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.json.WireName;
import dev.countersign.proposal.RecordChange.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Records of one type that a service keeps as JSON documents, each at an address of its own.
///
/// @param path with one open segment, which is the key
/// @param key where a document says its own key, and what keys there are
/// @param fields by the name that an agent uses, as `/name`
/// @param allow what may be done
/// @param patch how the service is told of changes
/// @param version where a document says which version it is, for services that compare it; the
///   `ETag` is compared in any case
/// @param create where records are posted that are to be created
/// @param archive how one is archived; an archived record is not there for any change but that it
///   is restored
/// @param verifies whether a record is read once more after it was changed
/// @param rehearses whether of a dry run it is read and compared
public record RecordResource(
    PathTemplate path,
    MemberRule key,
    Map<String, MemberRule> fields,
    Set<Operation> allow,
    Patch patch,
    Optional<String> version,
    Optional<PathTemplate> create,
    Optional<Archiving> archive,
    boolean verifies,
    boolean rehearses)
    implements RecordType<MemberRule> {
  static final int MAX_RECORDS = 100;
  static final int MAX_FIELDS = 200;

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  public RecordResource {
    fields = Map.copyOf(fields);
    allow = Set.copyOf(allow);
  }

  /// How a service is told what to change.
  public enum Patch {
    /// RFC 7396: the members that change, and null where one goes.
    MERGE_PATCH("application/merge-patch+json"),
    /// RFC 6902: operations, of which `test` compares first.
    JSON_PATCH("application/json-patch+json");

    private final String mediaType;

    Patch(String mediaType) {
      this.mediaType = mediaType;
    }

    public String mediaType() {
      return mediaType;
    }

    @Override
    public String toString() {
      return WireName.of(this);
    }
  }

  /// Any answer may have an `ETag`.
  @Override
  public boolean isVersioned(Operation operation) {
    return operation != Operation.CREATE;
  }

  @Override
  public boolean isNamedByAgents() {
    return false;
  }

  /// Whether such a change is a `DELETE`.
  public boolean removes(Operation operation) {
    return operation == Operation.DELETE
        || (operation == Operation.ARCHIVE
            && archive.filter(Archiving.ByDelete.class::isInstance).isPresent());
  }

  /// The member that says whether a record is archived, and what it holds then.
  public Optional<Archiving.ByMember> mark() {
    return archive.filter(Archiving.ByMember.class::isInstance).map(Archiving.ByMember.class::cast);
  }

  /// Where records are posted that are to be created. Only where that is allowed.
  public String collection(BaseUrl base) {
    return base + create.orElseThrow().filled(Map.of());
  }

  /// The key that a document says; empty for one that no record of this type has.
  public Optional<String> keyIn(BaseUrl base, JsonObject document) {
    return key.written(document)
        .flatMap(said -> text(said).filter(id -> url(base, id).isPresent() && isKey(said, id)));
  }

  private static Optional<String> text(Json said) {
    return switch (said) {
      case JsonString(var text) -> Optional.of(text);
      case JsonNumber(var token) -> Optional.of(token);
      default -> Optional.empty();
    };
  }

  /// The key of the record at an address that the service tells, with or without its host; empty
  /// where no record of this type is there.
  public Optional<String> keyAt(BaseUrl base, String location) {
    return StrictUrl.parse(location.startsWith("/") ? base + location : location)
        .filter(base::covers)
        .flatMap(url -> path.values(url.path()))
        .map(values -> values.values().iterator().next())
        .filter(id -> url(base, id).isPresent());
  }

  /// The address of one record; empty for a key that no record of this type has, or that could be
  /// read as more than one segment of a path.
  ///
  /// @param id as an action names it
  public Optional<StrictUrl> url(BaseUrl base, String id) {
    return keyed(id).filter(key::allows).flatMap(_ -> StrictUrl.parse(base + filled(id)));
  }

  /// Whether a document says that it is this record.
  public boolean isKey(Json said, String id) {
    return keyed(id).filter(wanted -> key.same(wanted, said)).isPresent();
  }

  /// A number is named as JSON writes it: "07" is not 7.
  private Optional<Json> keyed(String id) {
    if (key.value() instanceof ValueRule.Numeric) {
      return key.value().read(id).filter(json -> ((JsonNumber) json).token().equals(id));
    }
    return id.isEmpty() ? Optional.empty() : Optional.of(Json.of(id));
  }

  private String filled(String id) {
    return path.filled(Map.of(path.names().iterator().next(), encoded(id)));
  }

  private static String encoded(String id) {
    StringBuilder segment = new StringBuilder();
    for (byte each : id.getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf(each) >= 0) {
        segment.append((char) each);
      } else {
        segment.append("%%%02X".formatted(each & 0xff));
      }
    }
    return segment.toString();
  }
}
