package dev.countersign.card;

import dev.countersign.proposal.ProposalId;
import java.util.List;
import java.util.Optional;

/// What the page of a request tells beside its card, of one kind. Nothing is decided on it.
///
/// @param topic which one; a page has each at most once
/// @param told in a few words of the service's own, for whoever leaves it folded; may be empty
/// @param open whether it is unfolded at first
/// @param blocks below each other
public record Chapter(Topic topic, String told, boolean open, List<Block> blocks) {
  public Chapter {
    blocks = List.copyOf(blocks);
  }

  public enum Topic {
    REVISIONS("Revisions"),
    TARGET("This target before"),
    AGENT("This agent before"),
    VOTES("Votes"),
    EXECUTION("Execution"),
    TIMELINE("What happened");

    private final String title;

    Topic(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  /// A piece of a chapter.
  public sealed interface Block {

    /// Another request, or a revision of this one.
    ///
    /// @param headline in the service's own words
    /// @param lines what is said of it
    /// @param leadsTo whose page the reader may open; empty for none
    record Row(String headline, List<List<Run>> lines, Optional<ProposalId> leadsTo)
        implements Block {
      public Row {
        lines = lines.stream().map(List::copyOf).toList();
      }
    }

    /// One place in two texts, of which each marks what the other lacks.
    ///
    /// @param place which one
    record Compared(List<Run> place, List<Run> before, List<Run> after) implements Block {
      public Compared {
        place = List.copyOf(place);
        before = List.copyOf(before);
        after = List.copyOf(after);
      }
    }

    /// Lines below each other.
    record Lines(List<List<Run>> lines) implements Block {
      public Lines {
        lines = lines.stream().map(List::copyOf).toList();
      }
    }

    /// Lines that are counted.
    record Steps(List<List<Run>> lines) implements Block {
      public Steps {
        lines = lines.stream().map(List::copyOf).toList();
      }
    }

    /// What a person wrote.
    record Quote(List<Run> text) implements Block {
      public Quote {
        text = List.copyOf(text);
      }
    }

    /// Small print in the service's own words.
    record Note(String words) implements Block {}
  }
}
