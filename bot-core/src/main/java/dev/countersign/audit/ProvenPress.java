package dev.countersign.audit;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.passkey.Bound;
import dev.countersign.passkey.PasskeyAssertion;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.BrokenGlass;
import dev.countersign.request.Vote;
import java.time.Duration;
import java.time.Instant;

/// That a press came with a passkey of its person, with all that it takes to verify it anew. It
/// moves nothing; where the ruling asks for the stronger check, the vote after it rests on it.
///
/// @param seq its number in the chain; 0 before it has one
/// @param at when it was written; the ledger's clock
/// @param token the `jti` of the decision token behind the pressed button
/// @param passkey the number of the deployment's entry that enrolled it
/// @param cooling the time that it was held to
public record ProvenPress(
    int seq,
    Instant at,
    PersonId person,
    String token,
    int passkey,
    Bound bound,
    String nonce,
    PasskeyAssertion assertion,
    Duration cooling) {

  /// @param token of the press
  public static ProvenPress of(StrongerCheck check, String token, Instant at) {
    return new ProvenPress(
        0,
        at,
        check.passkey().person(),
        token,
        check.passkey().number(),
        check.bound(),
        check.nonce(),
        check.assertion(),
        check.cooling());
  }

  public AuditFact fact() {
    return new AuditFact(
        EntryType.STRONGER_CHECK,
        "person:" + person,
        JsonObject.builder()
            .put("person", person.value())
            .put("token", token)
            .put("passkey", passkey)
            .put("bound", bound.toJson())
            .put("nonce", nonce)
            .put("assertion", assertion.toJson())
            .put("cooling_seconds", cooling.toSeconds())
            .build());
  }

  static ProvenPress of(int seq, Instant at, JsonObject data) {
    return new ProvenPress(
        seq,
        at,
        new PersonId(data.text("person")),
        data.text("token"),
        Math.toIntExact(data.number("passkey")),
        Bound.fromJson(data.object("bound")),
        data.text("nonce"),
        PasskeyAssertion.fromJson(data.object("assertion")),
        Duration.ofSeconds(data.number("cooling_seconds")));
  }

  /// Whether it is the proof of this vote.
  public boolean proves(ProposalId request, Vote vote) {
    return person.equals(vote.person())
        && token.equals(vote.token())
        && bound.approves(request, vote.revision(), vote.action());
  }

  /// Whether it is the proof of this use of break-glass, on these bytes.
  public boolean proves(ProposalId request, BrokenGlass glass, int revision, Digest action) {
    return person.equals(glass.by()) && bound.breaks(request, revision, action);
  }

  /// Whether it is one of the same request at all.
  public boolean isOf(ProposalId request, int revision, Digest action) {
    return bound.approves(request, revision, action);
  }
}
