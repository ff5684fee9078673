package dev.countersign.proposal;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A text to people.
///
/// @param audience whom the agent says it reaches; nobody has checked that
/// @param threadRef of the conversation that it is added to, as its channel names it
public record Message(
    Channel channel,
    Optional<Audience> audience,
    List<Party> to,
    List<Party> cc,
    List<Party> bcc,
    Optional<String> threadRef,
    Optional<String> subject,
    Format format,
    String content,
    List<Attachment> attachments)
    implements ProposedChanges {

  public Message {
    to = List.copyOf(to);
    cc = List.copyOf(cc);
    bcc = List.copyOf(bcc);
    attachments = List.copyOf(attachments);
  }

  public enum Channel {
    EMAIL,
    SLACK,
    TEAMS,
    SMS,
    TICKET_REPLY,
    OTHER
  }

  /// How the content is to be read, by its media type.
  public enum Format {
    PLAIN("text/plain"),
    MARKDOWN("text/markdown"),
    HTML("text/html");

    private final String mediaType;

    Format(String mediaType) {
      this.mediaType = mediaType;
    }

    public String mediaType() {
      return mediaType;
    }

    /// @throws IllegalArgumentException when there is none
    public static Format of(String mediaType) {
      return Arrays.stream(values())
          .filter(format -> format.mediaType.equals(mediaType))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no message is written in this format"));
    }
  }

  /// @param name only what the agent calls it
  public record Party(String address, Optional<String> name) {}

  /// What the message names; its bytes are the gate's only where the agent handed them in.
  ///
  /// @param size in bytes, as the agent says
  /// @param sha256 in lower-case hex
  public record Attachment(
      String name,
      Optional<String> mediaType,
      Optional<Long> size,
      String sha256,
      Optional<String> url) {
    /// The same digest as the gate writes it.
    public Digest digest() {
      return Digest.ofHash(HexFormat.of().parseHex(sha256));
    }
  }

  /// Everybody that it is sent to, in the order of `to`, `cc` and `bcc`.
  public Stream<Party> recipients() {
    return Stream.of(to, cc, bcc).flatMap(List::stream);
  }

  static Message read(JsonObject document) {
    JsonObject body = document.object("body");
    return new Message(
        WireName.require(Channel.class, document.text("channel")),
        document.optionalText("audience").map(name -> WireName.require(Audience.class, name)),
        parties(document, "to"),
        parties(document, "cc"),
        parties(document, "bcc"),
        document.optionalText("thread_ref"),
        document.optionalText("subject"),
        Format.of(body.text("media_type")),
        body.text("content"),
        document.optionalObjects("attachments", Message::attachment));
  }

  private static List<Party> parties(JsonObject document, String list) {
    return document.optionalObjects(
        list, party -> new Party(party.text("address"), party.optionalText("name")));
  }

  private static Attachment attachment(JsonObject attachment) {
    return new Attachment(
        attachment.text("name"),
        attachment.optionalText("media_type"),
        attachment.has("size") ? Optional.of(attachment.number("size")) : Optional.empty(),
        attachment.text("sha256"),
        attachment.optionalText("url"));
  }
}
