package dev.countersign.grant;

import dev.countersign.audit.Folding.Folded;
import dev.countersign.audit.OpenedAttachment;
import dev.countersign.json.Digest;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.Decision;
import dev.countersign.request.Vote;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Which attachments people have opened of those that a ruling has them open before they approve,
/// by the entries and by nothing else.
///
/// @param asked by their digests, without repeats; empty where the ruling asks for none
/// @param opened what people were handed, in order
public record OpenedFirst(List<Digest> asked, List<OpenedAttachment> opened) {
  /// Of a request about which nobody was asked.
  static final OpenedFirst NOTHING = new OpenedFirst(List.of(), List.of());

  public OpenedFirst {
    asked = List.copyOf(asked);
    opened = List.copyOf(opened);
  }

  /// By the ruling under which the request was opened.
  public static OpenedFirst of(Folded folded) {
    return new OpenedFirst(Ruling.openFirst(folded.ruled()), folded.attachments());
  }

  /// Also what another ruling asks for.
  OpenedFirst under(Ruling other) {
    return new OpenedFirst(
        Stream.concat(asked.stream(), other.openFirst().stream()).distinct().toList(), opened);
  }

  /// What this person has yet to open before an approval of theirs counts, in the order in which
  /// the message names it.
  public Set<Digest> missing(PersonId person, int revision, Digest action) {
    return missing(person, revision, action, Integer.MAX_VALUE);
  }

  /// @param seq only entries before that number count
  private Set<Digest> missing(PersonId person, int revision, Digest action, int seq) {
    Set<Digest> missing = new LinkedHashSet<>(asked);
    opened.stream()
        .filter(each -> each.seq() < seq && each.isOf(person, revision, action))
        .forEach(each -> missing.remove(each.attachment()));
    return missing;
  }

  /// Whether this vote's person had opened all of them. Only approvals have to.
  ///
  /// @param seq the number of the vote's entry
  public boolean admits(Vote vote, int seq) {
    return vote.decision() != Decision.APPROVE
        || missing(vote.person(), vote.revision(), vote.action(), seq).isEmpty();
  }
}
