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
/// @param seal of the gate's over what the form is
record ModalOrigin(String channel, String reference, String seal) {
  private static final String CHANNEL = "channel";
  private static final String REQUEST = "request";
  private static final String SEAL = "seal";
  private static final int MEMBERS = 3;

  String metadata() {
    return CanonicalJson.text(
        JsonObject.builder().put(CHANNEL, channel).put(REQUEST, reference).put(SEAL, seal).build());
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
              && json.get(SEAL) instanceof JsonString(String seal)
          ? Optional.of(new ModalOrigin(channel, request, seal))
          : Optional.empty();
    } catch (JsonRefusedException _) {
      return Optional.empty();
    }
  }

  /// Without the seal.
  @Override
  public String toString() {
    return "ModalOrigin[" + reference + " in " + channel + "]";
  }
}
