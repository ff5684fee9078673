package dev.countersign.token;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonShapeException;
import dev.countersign.json.WireName;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.GrantId;
import dev.countersign.request.GrantMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The authority to execute one action once: which bytes, by which ruling, on whose approval, by
/// which executor, until when.
///
/// All instants are whole seconds. What [#mode] rests on must be there: approvers for a quorum and
/// for break-glass, none for a ruling that allows by itself.
///
/// @param subject the agent that proposed
/// @param audience the name of the executor that may redeem it
/// @param expiresAt after `notBefore`; at this very instant the grant is expired
/// @param approvers distinct persons, with those in whose places they are; at most [#MAX_APPROVERS]
public record Grant(
    GrantId id,
    ProposalId request,
    int revision,
    Digest action,
    Digest policy,
    GrantMode mode,
    AgentId subject,
    String audience,
    Instant issuedAt,
    Instant notBefore,
    Instant expiresAt,
    List<Approver> approvers) {

  /// The audience of grants for the executors inside this gate; no executor outside is called so.
  public static final String GATEWAY = "countersign:gateway";

  /// The longest life of a grant for the gate's own executors.
  public static final Duration LONGEST_LIFETIME = Duration.ofMinutes(2);

  /// The longest life of a grant for an executor outside, which has to hear of it first.
  public static final Duration LONGEST_OUTSIDE = Duration.ofMinutes(5);

  public static final int MAX_APPROVERS = 16;

  static final Set<String> NAMES =
      Set.of(
          "iss",
          "aud",
          "sub",
          "jti",
          "iat",
          "nbf",
          "exp",
          "req",
          "rev",
          "act",
          "policy",
          "mode",
          "approvers");

  private static final Pattern AUDIENCE = Pattern.compile("[a-z0-9][a-z0-9._:-]{0,63}");
  private static final byte[] IDEMPOTENCY =
      "countersign/idem/2".getBytes(StandardCharsets.US_ASCII);

  public Grant {
    NumericDate.requireWholeSeconds(issuedAt, notBefore, expiresAt);
    if (notBefore.isBefore(issuedAt) || !notBefore.isBefore(expiresAt)) {
      throw new IllegalArgumentException(
          "a grant is issued, becomes valid and expires, in this order");
    }
    if (revision < 1) {
      throw new IllegalArgumentException("revisions count from 1");
    }
    if (!AUDIENCE.matcher(audience).matches()) {
      throw new IllegalArgumentException("not an executor's name");
    }
    approvers = List.copyOf(approvers);
    List<PersonId> persons =
        approvers.stream()
            .flatMap(each -> Stream.concat(Stream.of(each.person()), each.inPlaceOf().stream()))
            .toList();
    if (approvers.size() > MAX_APPROVERS || Set.copyOf(persons).size() < persons.size()) {
      throw new IllegalArgumentException(
          "approvers are distinct persons, at most " + MAX_APPROVERS);
    }
    boolean restsOnPeople =
        switch (mode) {
          case QUORUM, BREAKGLASS -> true;
          case AUTO -> false;
        };
    if (approvers.isEmpty() == restsOnPeople) {
      throw new IllegalArgumentException("the approvers do not fit the mode");
    }
  }

  /// The longest life of a grant for this executor.
  public static Duration longestLifetime(String audience) {
    return audience.equals(GATEWAY) ? LONGEST_LIFETIME : LONGEST_OUTSIDE;
  }

  /// What a destination gets so that it acts once however often it is asked: base64url of
  /// SHA-256(`countersign/idem/2` ‖ request ‖ `/` ‖ revision), 43 characters.
  ///
  /// Not of the grant: a database that was restored has forgotten the grant that was spent, and the
  /// one that it issues next must still read as the same effect at the target.
  public static String idempotencyKey(ProposalId request, int revision) {
    byte[] name = (request.value() + "/" + revision).getBytes(StandardCharsets.US_ASCII);
    byte[] hash = Digest.sha256(IDEMPOTENCY, name);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  JsonObject toJson(Issuer issuer) {
    return JsonObject.builder()
        .put("iss", issuer.value())
        .put("aud", audience)
        .put("sub", subject.value())
        .put("jti", id.value())
        .put("iat", issuedAt.getEpochSecond())
        .put("nbf", notBefore.getEpochSecond())
        .put("exp", expiresAt.getEpochSecond())
        .put("req", request.value())
        .put("rev", revision)
        .put("act", action.value())
        .put("policy", policy.value())
        .put("mode", WireName.of(mode))
        .put("approvers", JsonArray.of(approvers, Approver::toJson))
        .build();
  }

  /// Null when a claim has another type or shape than the ones we write.
  static @Nullable Grant read(JsonObject claims) {
    try {
      return new Grant(
          new GrantId(claims.text("jti")),
          new ProposalId(claims.text("req")),
          Math.toIntExact(claims.number("rev")),
          new Digest(claims.text("act")),
          new Digest(claims.text("policy")),
          WireName.require(GrantMode.class, claims.text("mode")),
          new AgentId(claims.text("sub")),
          claims.text("aud"),
          NumericDate.read(claims, "iat"),
          NumericDate.read(claims, "nbf"),
          NumericDate.read(claims, "exp"),
          claims.objects("approvers", Approver::read));
    } catch (JsonShapeException | IllegalArgumentException | ArithmeticException e) {
      // The rules live in the constructors, where a breach is a bug; in a foreign grant it is an
      // expected answer.
      return null;
    }
  }
}
