package dev.countersign.token;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonShapeException;
import dev.countersign.json.WireName;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.BatchId;
import dev.countersign.request.Decision;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What one button means: this decision, on these bytes, as this card showed them, in this place,
/// until then.
///
/// Who presses it is never inside; the platform's verified callback says that.
///
/// @param issuedAt whole seconds
/// @param expiresAt whole seconds, after `issuedAt`; at this very instant the token is expired
/// @param request of a button for a batch the first of its list
/// @param revision from 1
/// @param action of a button for a batch the digest over its list, see [#overList]
/// @param viewer whom alone the button was shown to, as [#viewer] spells it; empty for one on a
///   message that everybody sees
/// @param batch whose ticked requests the button decides; empty for one request's own button
public record DecisionClaims(
    Issuer issuer,
    TokenId id,
    Instant issuedAt,
    Instant expiresAt,
    ProposalId request,
    int revision,
    Digest action,
    Digest card,
    Decision decision,
    ChatAddress surface,
    Optional<String> viewer,
    Optional<BatchId> batch) {

  /// The longest time that a policy gives people to decide. A token lives until its request's
  /// deadline: what it authorises is looked up when it comes back, and its request's row has the
  /// last word, so that a shorter life would end no power that a longer one leaves.
  public static final Duration LONGEST_LIFETIME = Duration.ofDays(30);

  static final String AUDIENCE = "countersign:decide";

  /// Present in the token of a button that one account alone was shown.
  static final String VIEWER = "for";

  /// Present in the token of a button that decides the ticked requests of a list.
  static final String BATCH = "bat";

  /// Bytes of the account's digest that stand in the token: enough that nobody finds another
  /// account with the same.
  private static final int VIEWER_BYTES = 16;

  private static final Pattern SPELLED_VIEWER = Pattern.compile("[A-Za-z0-9_-]{22}");

  static final Set<String> NAMES =
      Set.of("iss", "aud", "jti", "iat", "exp", "req", "rev", "act", "card", "dec", "srf");

  public DecisionClaims {
    NumericDate.requireWholeSeconds(issuedAt, expiresAt);
    if (!issuedAt.isBefore(expiresAt)) {
      throw new IllegalArgumentException("a token expires after it was issued");
    }
    if (revision < 1) {
      throw new IllegalArgumentException("revisions count from 1");
    }
    if (viewer.filter(text -> !SPELLED_VIEWER.matcher(text).matches()).isPresent()) {
      throw new IllegalArgumentException("a viewer is a digest");
    }
  }

  /// A button that everybody who sees the message may press.
  public DecisionClaims(
      Issuer issuer,
      TokenId id,
      Instant issuedAt,
      Instant expiresAt,
      ProposalId request,
      int revision,
      Digest action,
      Digest card,
      Decision decision,
      ChatAddress surface) {
    this(
        issuer,
        id,
        issuedAt,
        expiresAt,
        request,
        revision,
        action,
        card,
        decision,
        surface,
        Optional.empty(),
        Optional.empty());
  }

  /// The same button, shown to that account alone.
  public DecisionClaims shownTo(AccountId account) {
    return new DecisionClaims(
        issuer,
        id,
        issuedAt,
        expiresAt,
        request,
        revision,
        action,
        card,
        decision,
        surface,
        Optional.of(viewer(account)),
        batch);
  }

  /// The same button for a list of requests, of which this one is the first: it decides those of
  /// them that are ticked.
  ///
  /// @param list in its order
  public DecisionClaims forAll(BatchId of, List<Item> list) {
    return new DecisionClaims(
        issuer,
        id,
        issuedAt,
        expiresAt,
        request,
        revision,
        overList(list),
        card,
        decision,
        surface,
        viewer,
        Optional.of(of));
  }

  /// What the button of a list says of one request in it: what that request's own button would say.
  public DecisionClaims of(Item item) {
    return new DecisionClaims(
        issuer,
        id,
        issuedAt,
        expiresAt,
        item.request(),
        item.revision(),
        item.action(),
        card,
        decision,
        surface,
        viewer,
        Optional.empty());
  }

  /// Whether the button was made for exactly this list.
  public boolean isOver(List<Item> list) {
    return batch.isPresent() && !list.isEmpty() && action.equals(overList(list));
  }

  /// One request of a list, by exactly what it asks.
  public record Item(ProposalId request, int revision, Digest action) {}

  /// A digest over which requests in which revisions and with which bytes a list has, in its order.
  public static Digest overList(List<Item> list) {
    return Digest.of(
        CanonicalJson.bytes(
            JsonArray.of(
                list,
                item ->
                    JsonObject.builder()
                        .put("req", item.request().value())
                        .put("rev", item.revision())
                        .put("act", item.action().value())
                        .build())));
  }

  /// Whether that account may use the button, as far as the button was shown to one alone.
  public boolean isFor(AccountId account) {
    return viewer.map(viewer(account)::equals).orElse(true);
  }

  /// A digest, so that a token grows by the same few characters for every chat and names nobody.
  private static String viewer(AccountId account) {
    byte[] digest = Digest.sha256(account.toString().getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(digest, VIEWER_BYTES));
  }

  /// Whether no claim is missing and none unexpected.
  static boolean areNames(Set<String> names) {
    return names.containsAll(NAMES)
        && names.stream()
            .allMatch(name -> NAMES.contains(name) || name.equals(VIEWER) || name.equals(BATCH));
  }

  /// When a token issued at `issuedAt` for a request with this deadline expires: never after either
  /// limit.
  public static Instant expiry(Instant issuedAt, Instant deadline) {
    Instant latest = issuedAt.plus(LONGEST_LIFETIME);
    return (deadline.isBefore(latest) ? deadline : latest).truncatedTo(ChronoUnit.SECONDS);
  }

  JsonObject toJson() {
    JsonObject claims =
        JsonObject.builder()
            .put("iss", issuer.value())
            .put("aud", AUDIENCE)
            .put("jti", id.value())
            .put("iat", issuedAt.getEpochSecond())
            .put("exp", expiresAt.getEpochSecond())
            .put("req", request.value())
            .put("rev", revision)
            .put("act", action.value())
            .put("card", card.value())
            .put("dec", WireName.of(decision))
            .put("srf", surface.toString())
            .build();
    JsonObject narrowed = viewer.map(one -> claims.with(VIEWER, Json.of(one))).orElse(claims);
    return batch.map(of -> narrowed.with(BATCH, Json.of(of.value()))).orElse(narrowed);
  }

  /// Null when a claim has another type or shape than the ones we write.
  static @Nullable DecisionClaims read(JsonObject claims) {
    try {
      return new DecisionClaims(
          new Issuer(claims.text("iss")),
          new TokenId(claims.text("jti")),
          NumericDate.read(claims, "iat"),
          NumericDate.read(claims, "exp"),
          new ProposalId(claims.text("req")),
          Math.toIntExact(claims.number("rev")),
          new Digest(claims.text("act")),
          new Digest(claims.text("card")),
          WireName.require(Decision.class, claims.text("dec")),
          ChatAddress.parse(claims.text("srf")),
          claims.optionalText(VIEWER),
          claims.optionalText(BATCH).map(BatchId::new));
    } catch (JsonShapeException | IllegalArgumentException | ArithmeticException e) {
      // The rules live in the constructors, where a breach is a bug; in a foreign token it is an
      // expected answer.
      return null;
    }
  }
}
