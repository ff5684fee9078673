package dev.countersign.store;

import dev.countersign.json.WireName;
import dev.countersign.policy.Tag;
import dev.countersign.policy.TagKind;
import dev.countersign.policy.TagName;
import dev.countersign.store.BatchRows.Column;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The columns that hold the tags of a request, as they are stored: a column for each kind, and the
/// kinds of those that rest on the agent's word.
record TagColumns(
    @Nullable String domain,
    @Nullable String severity,
    @Nullable String source,
    @Nullable Boolean blocksCustomer,
    List<String> claimed) {

  /// The condition on the column of each kind, which repeats what its indexes are limited to.
  static final Map<TagKind, String> BY_KIND =
      Map.of(
          TagKind.DOMAIN, "domain = (select cast(:tag as text))",
          TagKind.SEVERITY, "severity = (select cast(:tag as text))",
          TagKind.SOURCE, "source = (select cast(:tag as text))",
          TagKind.BLOCKS_CUSTOMER, "blocks_customer");

  static TagColumns of(ResultSet row) throws SQLException {
    return new TagColumns(
        row.getString("domain"),
        row.getString("severity"),
        row.getString("source"),
        row.getObject("blocks_customer", Boolean.class),
        Columns.texts(Columns.array(row, "claimed_tags")));
  }

  /// @throws IllegalArgumentException when a gate wrote no such tag
  List<Tag> tags() {
    List<Tag> tags = new ArrayList<>();
    for (TagKind kind : TagKind.values()) {
      value(kind)
          .ifPresent(value ->
              tags.add(new Tag(new TagName(kind, value), claimed.contains(WireName.of(kind)))));
    }
    return tags;
  }

  /// As [Tag#toString] has them, whoever wrote them.
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (TagKind kind : TagKind.values()) {
      String mark = claimed.contains(WireName.of(kind)) ? " (claimed)" : "";
      value(kind)
          .ifPresent(
              value -> texts.add(WireName.of(kind) + (value.isEmpty() ? "" : "/" + value) + mark));
    }
    return texts;
  }

  private Optional<String> value(TagKind kind) {
    return switch (kind) {
      case DOMAIN -> Optional.ofNullable(domain);
      case SEVERITY -> Optional.ofNullable(severity);
      case SOURCE -> Optional.ofNullable(source);
      case BLOCKS_CUSTOMER ->
          Optional.ofNullable(blocksCustomer).filter(Boolean::booleanValue).map(_ -> "");
    };
  }

  /// For writing them.
  static <R> List<Column<R>> columns(Function<R, List<Tag>> tags) {
    return List.of(
        Column.text("domain", row -> value(tags.apply(row), TagKind.DOMAIN)),
        Column.text("severity", row -> value(tags.apply(row), TagKind.SEVERITY)),
        Column.text("source", row -> value(tags.apply(row), TagKind.SOURCE)),
        Column.bool(
            "blocks_customer",
            row -> value(tags.apply(row), TagKind.BLOCKS_CUSTOMER) == null ? null : true),
        Column.texts(
            "claimed_tags",
            row ->
                tags.apply(row).stream()
                    .filter(Tag::claimed)
                    .map(tag -> WireName.of(tag.name().kind()))
                    .toList()));
  }

  private static @Nullable String value(List<Tag> tags, TagKind kind) {
    return tags.stream()
        .map(Tag::name)
        .filter(name -> name.kind() == kind)
        .map(TagName::value)
        .findFirst()
        .orElse(null);
  }
}
