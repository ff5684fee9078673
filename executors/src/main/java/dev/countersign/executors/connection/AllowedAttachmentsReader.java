package dev.countersign.executors.connection;

import dev.countersign.json.JsonForm;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads the `attachments` of a connection; without them there are none.
final class AllowedAttachmentsReader {
  /// RFC 6838, section 4.2, in lower case. A message, or one of several parts, may not be spelled
  /// as bytes are (RFC 2045, section 6.4).
  private static final Pattern MEDIA_TYPE =
      Pattern.compile(
          "(?!multipart/|message/)[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}");

  private AllowedAttachmentsReader() {}

  /// Empty also when something was refused; the mistakes are with `connection` then.
  static Optional<AllowedAttachments> read(JsonForm connection) {
    return connection.object("attachments").flatMap(AllowedAttachmentsReader::attachments);
  }

  private static Optional<AllowedAttachments> attachments(JsonForm form) {
    form.require("media_types");
    int most = form.integer("most", 1, AllowedAttachments.MOST).orElse(AllowedAttachments.USUAL);
    int bytes =
        LimitsReader.size(form, "size", 1, AllowedAttachments.MOST_BYTES)
            .orElse(AllowedAttachments.USUAL_BYTES);
    Set<String> types =
        form
            .parsedTexts(
                "media_types",
                AllowedAttachments.MOST_TYPES,
                AllowedAttachmentsReader::mediaType,
                "bad_media_type",
                "This must be a media type in lower case such as application/pdf, and no message/…"
                    + " or multipart/….")
            .stream()
            .map(JsonForm.Item::value)
            .collect(Collectors.toSet());
    if (form.isEmptyArray("media_types")) {
      form.problem("media_types", "nothing_listed", "At least one is needed.");
    }
    form.close();
    return types.isEmpty()
        ? Optional.empty()
        : Optional.of(new AllowedAttachments(most, bytes, types));
  }

  private static String mediaType(String text) {
    if (!MEDIA_TYPE.matcher(text).matches()) {
      throw new IllegalArgumentException("no such type");
    }
    return text;
  }
}
