package dev.countersign.drawing;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.EntryType;
import dev.countersign.card.Run;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.people.Directory;
import dev.countersign.proposal.PersonId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What happened to a request, one line for each entry of its chain: when, what, by whom. Says no
/// more than the kind of each entry and who acted; what they wrote stands on the card.
public final class History {
  /// Lines of one page, the latest ones. A chain of ordinary length has fewer.
  static final int MOST = 200;

  private static final String PERSON = "person:";
  private static final String GATE = "gate";

  private History() {}

  /// @param entries the whole chain in order
  public static List<List<Run>> of(List<AuditEntry> entries, Directory people) {
    List<List<Run>> lines = new ArrayList<>();
    int left = Math.max(0, entries.size() - MOST);
    if (left > 0) {
      lines.add(List.of(Run.words("… " + left + " earlier entries are in the export.")));
    }
    entries.stream().skip(left).map(entry -> line(entry, people)).forEach(lines::add);
    return lines;
  }

  private static List<Run> line(AuditEntry entry, Directory people) {
    JsonObject document = entry.document();
    JsonObject data = document.object("data");
    List<Run> line = new ArrayList<>();
    line.add(new Run.Moment(document.instant("at")));
    line.add(Run.words("  "));
    line.add(Run.strong(words(WireName.require(EntryType.class, document.text("type")), data)));
    by(document.text("actor"), people)
        .ifPresent(who -> {
          line.add(Run.words("  ·  "));
          line.add(who);
        });
    return line;
  }

  /// Nobody for what the gate did by itself.
  private static Optional<Run> by(String actor, Directory people) {
    if (actor.equals(GATE)) {
      return Optional.empty();
    }
    return Optional.of(
        actor.startsWith(PERSON)
            ? Mentions.of(new PersonId(actor.substring(PERSON.length())), people)
            : Run.supplied(actor));
  }

  private static String words(EntryType type, JsonObject data) {
    return switch (type) {
      case PROPOSED -> "Proposed";
      case RULED -> "Ruled by the policy";
      case PROPOSED_AGAIN -> "Proposed again, and attached to this request";
      case CARD_OFFERED -> "Card drawn";
      case CARD_POSTED -> "Card posted";
      case CARD_UPDATED -> "Card brought up to date";
      case CARD_FAILED -> "Card refused by the chat";
      case CARD_TOLD -> "Outcome told below a card that cannot be changed";
      case CARD_ASTRAY -> "A second copy of the card was found";
      case CLICK_REFUSED -> "A press was not counted (" + reason(data) + ")";
      case PAGE_OPENED -> "Page opened in a chat";
      case PAGE_SHOWN -> "Opened in the console";
      case STRONGER_CHECK -> "Proven with a passkey";
      case VOTED -> decided(data);
      case DEADLINE_PASSED -> "The time to decide ended";
      case REACHED_NOBODY -> "Nobody could be reached";
      case REMINDED -> "Those who had not decided were reminded";
      case ESCALATED -> "Another group was asked, too, as the policy says";
      case ESCALATED_BY -> "Another group was asked, too";
      case EXTENDED -> "More time was given";
      case WITHDRAWN -> "Withdrawn by the agent";
      case SUPERSEDED -> "Superseded by another revision";
      case GLASS_BROKEN -> "Break-glass was used in the place of the quorum";
      case GLASS_ENDED -> "Break-glass was ended before it ran";
      case GLASS_REFUSED -> "A use of break-glass was refused (" + reason(data) + ")";
      case RETROSPECTIVE_FILED -> "The retrospective was filed";
      case RETROSPECTIVE_CLOSED -> "The retrospective was read";
      case GRANT_ISSUED -> "Granted for one execution";
      case GRANT_FROZEN -> "Held back by a freeze";
      case EXECUTION_WAITS -> "Waits its turn: its connection takes no more by now";
      case GRANT_REDEEMED -> "Execution began";
      case EXECUTION_SUCCEEDED -> "Executed";
      case EXECUTION_FAILED -> "Execution failed";
      case EXECUTION_LOST -> "Nobody knows whether it was executed";
      case EXECUTION_RECONCILED -> "Somebody looked in the target system";
      case READ_BACK ->
          switch (data.text("found")) {
            case "confirmed" -> "Read back: it stands there as approved";
            case "differs" -> "Read back: something else stands there";
            default -> "Could not be read back";
          };
      case DRY_RUN ->
          switch (data.text("found")) {
            case "would_work" -> "Tried without effect: it would work";
            case "would_fail" -> "Tried without effect: it would fail";
            default -> "The target could not be asked";
          };
      case EXECUTION_BARRED -> "Kept from execution";
      case EXECUTION_SKIPPED -> "Not executed by the gate";
      case PROBLEM_REPORTED -> "A problem was reported";
      case ASKED_AGAIN -> "The agent was asked to propose it anew";
      case RECORD_EXPORTED -> "Its evidence was exported";
      case ATTACHMENT_OPENED -> "An attachment was opened";
    };
  }

  private static String reason(JsonObject data) {
    return data.text("reason").replace('_', ' ');
  }

  private static String decided(JsonObject data) {
    return switch (data.text("decision")) {
      case "approve" -> "Approved";
      case "reject" -> "Rejected";
      case "return" -> "Changes requested";
      default -> "Decided";
    };
  }
}
