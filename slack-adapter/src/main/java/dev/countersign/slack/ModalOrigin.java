package dev.countersign.slack;

import dev.countersign.card.CardView;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The card behind a form that decides nothing: kept in the modal's `private_metadata`.
///
/// @param channel empty where it is not known
/// @param reference how the card names its request
record ModalOrigin(String channel, String reference) {
  private static final String CHANNEL = "channel";
  private static final String REQUEST = "request";
  private static final int MEMBERS = 2;

  String metadata() {
    return CanonicalJson.text(
        JsonObject.builder().put(CHANNEL, channel).put(REQUEST, reference).build());
  }

  /// Empty unless it is as [#metadata] writes it.
  static Optional<ModalOrigin> of(Payload view) {
    return view.text("private_metadata")
        .filter(metadata -> metadata.length() <= FormOrigin.MAX_METADATA)
        .flatMap(ModalOrigin::parse);
  }

  private static Optional<ModalOrigin> parse(String metadata) {
    try {
      return CanonicalJson.parse(metadata.getBytes(StandardCharsets.UTF_8))
                  instanceof JsonObject json
              && json.members().size() == MEMBERS
              && json.get(CHANNEL) instanceof JsonString(String channel)
              && (channel.isEmpty() || SlackIds.isId(channel))
              && json.get(REQUEST) instanceof JsonString(String request)
              && CardView.isReference(request)
          ? Optional.of(new ModalOrigin(channel, request))
          : Optional.empty();
    } catch (JsonRefusedException _) {
      return Optional.empty();
    }
  }
}
