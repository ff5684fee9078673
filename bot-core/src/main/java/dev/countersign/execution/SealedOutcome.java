package dev.countersign.execution;

import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.Seal;
import dev.countersign.evidence.SealVerdict;
import dev.countersign.evidence.SealedKind;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordImage;
import dev.countersign.proposal.RecordMark;
import dev.countersign.request.Execution;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.GrantId;
import java.util.Base64;

/// The bytes of a [KeptOutcome] under a seal of the gate, so that nobody who can write where they
/// lie makes one up. Shape, as `countersign-jcs-1`:
/// `{"key":"…","kept":{"action":"sha-256:…","attempt":"exe_…","grant":"grt_…","outcome":{…},
/// "request":"prop_…","v":1},"seal":"base64url"}`; the seal is over the bytes of `kept`.
public final class SealedOutcome {
  /// The longest image of a record, in three bytes a character, and the rest.
  public static final int MOST_BYTES = 64 * 1024;

  private static final int VERSION = 1;
  private static final String SUCCEEDED = "succeeded";
  private static final String RECORD_CHANGED = "record_changed";
  private static final String FAILED = "failed";
  private static final String STATUS = "status";

  private SealedOutcome() {}

  /// What bytes turn out to be.
  public sealed interface Opened {
    record Kept(KeptOutcome outcome) implements Opened {}

    /// @param why for the log; nothing of the bytes is in it
    record Refused(String why) implements Opened {}
  }

  /// At most [#MOST_BYTES].
  public static byte[] seal(KeptOutcome outcome, EvidenceKeys keys) {
    JsonObject kept =
        JsonObject.builder()
            .put("v", VERSION)
            .put("request", outcome.request().value())
            .put("grant", outcome.grant().value())
            .put("attempt", outcome.attempt().value())
            .put("action", outcome.action().value())
            .put("outcome", json(outcome.outcome()))
            .build();
    Seal seal = keys.seal(SealedKind.KEPT_OUTCOME, CanonicalJson.bytes(kept));
    return CanonicalJson.bytes(
        JsonObject.builder()
            .put("kept", kept)
            .put("key", seal.key())
            .put("seal", text(seal.mac()))
            .build());
  }

  /// Decoding drops the last two bits of a seal's 43 characters, so that each has four spellings;
  /// only this one is taken.
  private static String text(byte[] mac) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
  }

  public static Opened open(byte[] bytes, EvidenceKeys keys) {
    try {
      if (!(CanonicalJson.parse(bytes, MOST_BYTES) instanceof JsonObject file)) {
        return new Opened.Refused("it is no outcome file");
      }
      JsonObject kept = file.object("kept");
      byte[] mac = Base64.getUrlDecoder().decode(file.text("seal"));
      if (!text(mac).equals(file.text("seal"))) {
        return new Opened.Refused("its seal is spelled otherwise than the gate spells it");
      }
      Seal seal = new Seal(file.text("key"), mac);
      SealVerdict verdict = keys.verify(SealedKind.KEPT_OUTCOME, CanonicalJson.bytes(kept), seal);
      return switch (verdict) {
        case GENUINE -> read(kept);
        case FORGED -> new Opened.Refused("its seal is not ours over what it says");
        case KEY_UNKNOWN -> new Opened.Refused("it is sealed by a key that is not in keys.json");
        case KEY_REVOKED -> new Opened.Refused("it is sealed by a key that was revoked as stolen");
      };
    } catch (RuntimeException e) {
      return new Opened.Refused("it does not read: " + e.getClass().getSimpleName());
    }
  }

  private static Opened read(JsonObject kept) {
    return kept.number("v") == VERSION
        ? new Opened.Kept(
            new KeptOutcome(
                new ProposalId(kept.text("request")),
                new GrantId(kept.text("grant")),
                new ExecutionId(kept.text("attempt")),
                new Digest(kept.text("action")),
                outcome(kept.object("outcome"))))
        : new Opened.Refused("it was written by another release");
  }

  /// An image that no entry would keep is left out here, too.
  private static JsonObject json(Outcome outcome) {
    JsonObject.Builder json = JsonObject.builder();
    switch (outcome) {
      case Outcome.Succeeded(int status, var request, var answer, var before, var left) -> {
        json.put("end", SUCCEEDED)
            .put(STATUS, status)
            .put("sent", request.value())
            .put("answer", answer.value());
        before.filter(RecordImage::isKept).ifPresent(image -> json.put("before", image.toJson()));
        left.ifPresent(mark -> json.put("left", mark.toJson()));
      }
      case Outcome.RecordChanged(var now) when now.isKept() ->
          json.put("end", RECORD_CHANGED).put("found", now.toJson());
      case Outcome.RecordChanged _ ->
          json.put("end", FAILED).put("code", Execution.RECORD_CHANGED).put(STATUS, 0);
      case Outcome.Failed(var code, int status) ->
          json.put("end", FAILED).put("code", code).put(STATUS, status);
      case Outcome.Unknown _ -> throw new IllegalArgumentException("what nobody knows is not kept");
    }
    return json.build();
  }

  private static Outcome outcome(JsonObject json) {
    return switch (json.text("end")) {
      case SUCCEEDED ->
          new Outcome.Succeeded(
              status(json),
              new Digest(json.text("sent")),
              new Digest(json.text("answer")),
              json.optionalObject("before").map(RecordImage::read),
              json.optionalObject("left").map(RecordMark::read));
      case RECORD_CHANGED -> new Outcome.RecordChanged(RecordImage.read(json.object("found")));
      case FAILED -> new Outcome.Failed(json.text("code"), status(json));
      default -> throw new IllegalArgumentException("no such end");
    };
  }

  private static int status(JsonObject json) {
    return Math.toIntExact(json.number(STATUS));
  }
}
