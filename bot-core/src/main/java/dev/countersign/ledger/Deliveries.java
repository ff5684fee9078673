package dev.countersign.ledger;

import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The port to the outbox. Claims are safe on any number of replicas; a claim whose worker dies
/// comes back when its lease ends.
public interface Deliveries {

  /// Claims up to `most` due deliveries of a kind, oldest first, for the length of `lease`.
  List<Delivery> claim(DeliveryKind kind, int most, Duration lease);

  /// Requests of which a delivery of this kind to this target is open, whoever holds it and
  /// whenever it is due, in the order of their ids; not what is put aside, nor executions on hold.
  ///
  /// @param target not empty
  /// @param after only what comes after this one: the cursor
  List<ProposalId> open(DeliveryKind kind, String target, Optional<ProposalId> after, int most);

  /// Done: closes the delivery, or leaves it due at once when more was wanted meanwhile, or when
  /// the lease was lost (the target may then show something older than it should, so it is brought
  /// about once more).
  ///
  /// @return whether it is closed; otherwise it is due at once
  boolean settle(Delivery delivery);

  /// Done for now, and due once more after `pause`, or at once when more was wanted meanwhile. The
  /// next claim counts its attempts from one.
  default void keep(Delivery delivery, Duration pause) {
    keep(delivery, pause, Optional.empty());
  }

  /// The same for a card that was posted, with the message that shows it: written down even where
  /// the lease was lost, in one transaction with what becomes of the delivery.
  Left keep(Delivery delivery, Duration pause, Optional<NamedMessage> message);

  /// Not done: due again after `wait`. Does nothing when the lease was lost.
  void postpone(Delivery delivery, Duration wait);

  /// The place of this target takes cards again: what was put off there is due at once.
  ///
  /// @param most so many, the longest waiting first
  void wake(String target, int most);

  /// Of each target for which cards are put off for longer than `wait`, one is due at once: whether
  /// a place is mended is found out by a card, without waiting for its turn.
  ///
  /// @param most targets
  void probe(Duration wait, int most);

  /// One card of each of these targets is shown once more at once, whether or not it changed:
  /// whether the place still takes it, or takes it again, is found out by that. Of several the one
  /// that its place did not take.
  ///
  /// @param targets how they begin
  /// @param most targets
  void recheck(String targets, int most);

  /// Failed: due again after `wait`, or put aside once it has failed `most` times since it was last
  /// brought about. What is put aside is due again when more is wanted or when it is released, see
  /// [Quarantine]. Does nothing when the lease was lost.
  ///
  /// @return whether it is put aside now
  boolean fail(Delivery delivery, Failure failure, Duration wait, int most);

  /// How a delivery was left that is kept.
  ///
  /// @param named false when the rendering is known by another message, or is not there; true also
  ///   where there was no message to name
  /// @param due whether it is due at once in place of later
  record Left(boolean named, boolean due) {}

  /// What the platform calls the message that shows a rendering.
  ///
  /// @param card the rendering, of the delivery's request
  record NamedMessage(String card, String message) {}

  /// @param code stable, see [Held]
  /// @param why for the operator: ids, places and names of faults, never a stored value
  record Failure(String code, String why) {}
}
