package dev.countersign.courier;

import dev.countersign.card.PostedCard;
import dev.countersign.drawing.BatchCard;
import dev.countersign.json.Digest;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.proposal.Ulid;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.BatchId;
import dev.countersign.request.Decision;
import dev.countersign.token.DecisionClaims;
import dev.countersign.token.DecisionClaims.Item;
import dev.countersign.token.DecisionTokens;
import dev.countersign.token.Issuer;
import dev.countersign.token.TokenId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Mints the tokens behind the buttons of one rendering, fresh each time it is sent.
public final class ButtonTokens {
  private final DecisionTokens tokens;
  private final Issuer issuer;
  private final Ulid ids;

  public ButtonTokens(DecisionTokens tokens, Issuer issuer, Ulid ids) {
    this.tokens = tokens;
    this.issuer = issuer;
    this.ids = ids;
  }

  /// For a message that everybody in its place sees.
  Map<Decision, String> mint(RequestRecord record, PostedCard card, Set<Decision> asks) {
    return mint(record, card, asks, UnaryOperator.identity());
  }

  /// For the card that one account alone is shown: nobody else can use its buttons.
  Map<Decision, String> mintFor(
      AccountId viewer, RequestRecord record, PostedCard card, Set<Decision> asks) {
    return mint(record, card, asks, claims -> claims.shownTo(viewer));
  }

  /// For pages of one account's own, which no message stands for.
  ///
  /// @param drawn digest of what they show
  Map<Decision, String> mintForPages(
      AccountId viewer, RequestRecord record, Digest drawn, Set<Decision> asks) {
    return mint(
        record,
        record.request().deadline(),
        new Rendering(drawn, ChatAddress.ofPages(viewer)),
        asks,
        claims -> claims.shownTo(viewer));
  }

  /// What a button stands below, and where.
  private record Rendering(Digest drawn, ChatAddress place) {
    static Rendering of(PostedCard card) {
      return new Rendering(card.digest(), card.address());
    }
  }

  /// For the card of a batch: each decides the ticked ones of exactly this list, until the last of
  /// them can be decided no more.
  ///
  /// @param list of which the card is a rendering, in its order
  /// @param card that of the first of them
  /// @param viewer who alone is shown the buttons; empty for a message that everybody sees
  Map<Decision, String> mintForAll(
      BatchId batch,
      List<RequestRecord> list,
      PostedCard card,
      Set<Decision> asks,
      Optional<AccountId> viewer) {
    List<Item> items = BatchCard.items(list);
    Instant last =
        list.stream()
            .map(record -> record.request().deadline())
            .max(Comparator.naturalOrder())
            .orElseThrow();
    return mint(
        list.getFirst(),
        last,
        Rendering.of(card),
        asks,
        claims -> {
          DecisionClaims all = claims.forAll(batch, items);
          return viewer.map(all::shownTo).orElse(all);
        });
  }

  private Map<Decision, String> mint(
      RequestRecord record,
      PostedCard card,
      Set<Decision> asks,
      UnaryOperator<DecisionClaims> narrowed) {
    return mint(record, record.request().deadline(), Rendering.of(card), asks, narrowed);
  }

  private Map<Decision, String> mint(
      RequestRecord record,
      Instant deadline,
      Rendering card,
      Set<Decision> asks,
      UnaryOperator<DecisionClaims> narrowed) {
    ApprovalRequest request = record.request();
    Instant issuedAt = record.now().truncatedTo(ChronoUnit.SECONDS);
    Instant expiresAt = DecisionClaims.expiry(issuedAt, deadline);
    Map<Decision, String> minted = new EnumMap<>(Decision.class);
    // In its last second a request can no longer be decided, and a token without a lifetime cannot
    // be minted.
    if (!issuedAt.isBefore(expiresAt)) {
      asks.forEach(decision -> minted.put(decision, "expired"));
      return minted;
    }
    for (Decision decision : asks) {
      minted.put(
          decision,
          tokens.mint(
              narrowed.apply(
                  new DecisionClaims(
                      issuer,
                      new TokenId(TokenId.PREFIX + ids.next()),
                      issuedAt,
                      expiresAt,
                      request.id(),
                      request.revision(),
                      request.action(),
                      card.drawn(),
                      decision,
                      card.place()))));
    }
    return minted;
  }
}
