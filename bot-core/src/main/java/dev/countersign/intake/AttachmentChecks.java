package dev.countersign.intake;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.intake.IntakeResult.Declined;
import dev.countersign.json.Digest;
import dev.countersign.ledger.HeldAttachments;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.Message.Attachment;
import dev.countersign.proposal.Proposal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Whether the gate has the bytes of what a message attaches. What it sends itself it must have;
/// what somebody else carries out may name others, which nobody sees here.
final class AttachmentChecks {
  private final HeldAttachments attachments;
  private final ActionExecutor executor;

  AttachmentChecks(HeldAttachments attachments, ActionExecutor executor) {
    this.attachments = attachments;
    this.executor = executor;
  }

  /// The first attachment that is missing, or not as large as it is said to be.
  Optional<Declined> whyNot(AgentId agent, Action action) {
    List<Attachment> named = named(action);
    if (named.isEmpty()) {
      return Optional.empty();
    }
    Map<Digest, Long> sizes = attachments.sizes(agent, digests(named));
    boolean needed = executor.attaches(action);
    for (int i = 0; i < named.size(); i++) {
      Optional<Long> size = Optional.ofNullable(sizes.get(named.get(i).digest()));
      if (size.isEmpty() && needed) {
        return Optional.of(IntakeWords.attachmentNotHeld(i));
      }
      if (size.isPresent()
          && named.get(i).size().filter(said -> !said.equals(size.get())).isPresent()) {
        return Optional.of(IntakeWords.attachmentOfOtherSize(i));
      }
    }
    return Optional.empty();
  }

  /// Whether there are any, and all of them are the agent's own.
  boolean areHeld(AgentId agent, Action action) {
    Set<Digest> named = digests(named(action));
    return !named.isEmpty() && attachments.sizes(agent, named).size() == named.size();
  }

  /// Holds for a request that is about to be opened what its ruling says is held.
  ///
  /// @return why it cannot be: it was forgotten meanwhile
  Optional<Declined> hold(Prospect prospect) {
    Proposal proposal = prospect.proposal();
    return !prospect.ruling().circumstances().attachmentsHeld()
            || attachments.hold(proposal.id(), proposal.agent(), digests(named(proposal.action())))
        ? Optional.empty()
        : Optional.of(IntakeWords.attachmentNotHeld(0));
  }

  private static List<Attachment> named(Action action) {
    return action.changes() instanceof Message message ? message.attachments() : List.of();
  }

  private static Set<Digest> digests(List<Attachment> named) {
    return named.stream().map(Attachment::digest).collect(Collectors.toUnmodifiableSet());
  }
}
