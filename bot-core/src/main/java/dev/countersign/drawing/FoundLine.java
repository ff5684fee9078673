package dev.countersign.drawing;

import dev.countersign.card.Chapter.Block;
import dev.countersign.card.Run;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.SearchTerms;
import dev.countersign.people.Directory;
import dev.countersign.policy.ChatMask;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.Outline;
import dev.countersign.proposal.Proposal;
import dev.countersign.request.RequestState.Pending;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A request among those that somebody looked for, and by which words it is found: those that its
/// reader is shown of it, and no others, since whoever may try words learns which there are.
public final class FoundLine {
  private FoundLine() {}

  /// How much of a request its reader is shown.
  public enum Shown {
    /// How it stands, in one line.
    STANDING,
    /// As the queue has it.
    LISTED,
    /// As its page has it.
    READ
  }

  /// All by which anybody finds it; at most [SearchTerms#MOST_WORDS].
  public static Set<String> words(Proposal proposal, Ruling ruling) {
    Set<String> words = new LinkedHashSet<>();
    words.add(proposal.action().digest().value());
    words.addAll(listed(proposal, ruling));
    if (ruling.chatMask() == ChatMask.NONE) {
      proposal.action().targetId().ifPresent(id -> words.addAll(SearchTerms.words(id)));
    }
    return words.stream()
        .limit(SearchTerms.MOST_WORDS)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// Those by which a reader finds it.
  ///
  /// @param people as they are when it is asked
  public static Set<String> words(RequestRecord record, Shown shown, Directory people) {
    return switch (shown) {
      case STANDING -> SearchTerms.words(ReviewCard.standing(record, people).summary());
      case LISTED -> listed(record.proposal(), record.ruling());
      case READ -> words(record.proposal(), record.ruling());
    };
  }

  private static Set<String> listed(Proposal proposal, Ruling ruling) {
    return SearchTerms.words(
        String.join(
            " ",
            CardFrame.shortName(proposal.id()),
            proposal.agent().value(),
            proposal.action().targetSystem(),
            title(proposal, ruling),
            ruling.object().orElse("")));
  }

  private static String title(Proposal proposal, Ruling ruling) {
    return Wording.object(Outline.of(proposal.action(), proposal.context()), ruling.deed());
  }

  public static Block.Row row(RequestRecord record, Shown shown) {
    EndingWords ending = EndingWords.of(record.request().state());
    List<Run> line = new ArrayList<>();
    if (shown != Shown.STANDING) {
      line.addAll(DeedObject.before(record.ruling().object()));
    }
    line.add(
        Run.strong(
            record.request().state() instanceof Pending ? "Waits for a decision" : ending.words()));
    line.add(Run.words("  ·  "));
    if (shown == Shown.STANDING) {
      line.add(Run.words("asked at "));
    } else {
      line.add(Run.words(record.proposal().agent() + " asked at "));
    }
    line.add(new Run.Moment(record.proposal().at()));
    line.add(Run.words("  ·  " + CardFrame.shortName(record)));
    return new Block.Row(
        ending.sign() + " " + Wording.of(record).object(),
        List.of(line),
        Optional.of(record.request().id()));
  }
}
