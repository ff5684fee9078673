package dev.countersign.passkey;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.ProposalId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// What a challenge is for. What an authenticator signs is made from it, so a signature for one
/// purpose, request, revision or action is none for another, and `verify` can make it again.
///
/// @param request or the number of a freeze; empty where it is about neither
/// @param action digest of the action; empty like that
public record Bound(Purpose purpose, String request, int revision, String action) {
  /// Bytes of a nonce.
  public static final int NONCE_BYTES = 32;

  private static final String VERSION = "countersign/webauthn/1";

  /// What somebody uses a passkey for.
  public enum Purpose {
    /// To enrol it.
    ENROL,
    /// To approve one revision of one request.
    APPROVE,
    /// To use break-glass on one revision of one request.
    BREAK_GLASS,
    /// To sign in to the pages.
    SIGN_IN,
    /// To lift one freeze.
    LIFT_FREEZE,
    /// To try it, while everything works: for nothing else.
    DRILL
  }

  public static Bound enrolling() {
    return new Bound(Purpose.ENROL, "", 0, "");
  }

  public static Bound signingIn() {
    return new Bound(Purpose.SIGN_IN, "", 0, "");
  }

  public static Bound drilling() {
    return new Bound(Purpose.DRILL, "", 0, "");
  }

  /// @param freeze its number
  public static Bound lifting(int freeze) {
    return new Bound(Purpose.LIFT_FREEZE, Integer.toString(freeze), 0, "");
  }

  public static Bound approving(ProposalId request, int revision, Digest action) {
    return new Bound(Purpose.APPROVE, request.value(), revision, action.value());
  }

  public static Bound breaking(ProposalId request, int revision, Digest action) {
    return new Bound(Purpose.BREAK_GLASS, request.value(), revision, action.value());
  }

  /// Whether it is for approving exactly this.
  public boolean approves(ProposalId id, int version, Digest bytes) {
    return equals(approving(id, version, bytes));
  }

  /// Whether it is for using break-glass on exactly this.
  public boolean breaks(ProposalId id, int version, Digest bytes) {
    return equals(breaking(id, version, bytes));
  }

  /// What is signed: 32 bytes.
  ///
  /// @param nonce random, used once, in base64url
  public byte[] challenge(String nonce) {
    // None of these has a zero byte in it, so no two are spelled alike.
    return Digest.sha256(
        String.join(
                "\0",
                VERSION,
                WireName.of(purpose),
                request,
                Integer.toString(revision),
                action,
                nonce)
            .getBytes(StandardCharsets.UTF_8));
  }

  /// The same, in base64url.
  public String challengeText(String nonce) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(challenge(nonce));
  }

  public JsonObject toJson() {
    return JsonObject.builder()
        .put("purpose", WireName.of(purpose))
        .put("request", request)
        .put("revision", revision)
        .put("action", action)
        .build();
  }

  public static Bound fromJson(JsonObject json) {
    return new Bound(
        WireName.require(Purpose.class, json.text("purpose")),
        json.text("request"),
        Math.toIntExact(json.number("revision")),
        json.text("action"));
  }
}
