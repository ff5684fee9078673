package dev.countersign.audit;

import dev.countersign.audit.Folding.Broken;
import dev.countersign.audit.Folding.Folded;
import dev.countersign.audit.Folding.Turn;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.people.ChatAddress;
import dev.countersign.policy.Gate;
import dev.countersign.policy.Stage;
import dev.countersign.policy.Timing;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.BatchId;
import dev.countersign.request.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Folds a chain's entries into the request that they lead to. Pure: whether the entries are
/// authentic is another question, to be asked first.
public final class ChainFold {
  private ChainFold() {}

  /// @param entries the whole chain in order
  public static Folding of(ProposalId id, List<AuditEntry> entries) {
    if (entries.size() < 2) {
      return new Broken(entries.size(), "a chain starts with proposed and ruled");
    }
    int seq = 1;
    try {
      requireType(entries.getFirst(), EntryType.PROPOSED);
      seq = 2;
      requireType(entries.get(1), EntryType.RULED);
      JsonObject ruled = entries.get(1).document();
      JsonObject data = ruled.object("data");
      Timing timing = Timing.of(data);
      ApprovalRequest request = opened(id, data, timing, ruled.instant("at"));
      EntryType stands =
          timing.readFor().isPresent() ? EntryType.CARD_POSTED : EntryType.CARD_OFFERED;
      List<Turn> turns = new ArrayList<>();
      List<ShownCard> cards = new ArrayList<>();
      List<StandingCard> standing = new ArrayList<>();
      List<OpenedPage> pages = new ArrayList<>();
      List<OpenedAttachment> attachments = new ArrayList<>();
      List<ProvenPress> proven = new ArrayList<>();
      for (AuditEntry entry : entries.subList(2, entries.size())) {
        seq = entry.seq();
        JsonObject document = entry.document();
        EntryType type = WireName.require(EntryType.class, document.text("type"));
        if (type == EntryType.CARD_OFFERED || type == EntryType.CARD_UPDATED) {
          cards.add(shown(seq, document.object("data")));
        }
        if (type == EntryType.PAGE_SHOWN) {
          cards.add(ShownPage.of(document.object("data")).card(seq));
        }
        if (type == EntryType.CARD_UPDATED || type == EntryType.PAGE_SHOWN || type == stands) {
          stand(standing, entry);
        }
        if (type == EntryType.PAGE_OPENED) {
          pages.add(OpenedPage.of(seq, document.object("data")));
        }
        if (type == EntryType.ATTACHMENT_OPENED) {
          attachments.add(OpenedAttachment.of(seq, document.object("data")));
        }
        if (type == EntryType.STRONGER_CHECK) {
          proven.add(ProvenPress.of(seq, document.instant("at"), document.object("data")));
        }
        var event = EventCodec.event(entry);
        if (event.isPresent()) {
          switch (Transition.apply(request, event.get())) {
            case Transition.Result.Moved(var next) -> request = next;
            case Transition.Result.Refused(var reason) -> {
              return new Broken(
                  seq, "the transition table refuses it here: " + WireName.of(reason));
            }
          }
          turns.add(new Turn(seq, event.get(), request));
        }
      }
      return new Folded(request, data, turns, cards, standing, pages, attachments, proven);
    } catch (RuntimeException e) {
      // What a forger wrote may fail anywhere.
      return new Broken(seq, "it does not read: " + e.getMessage());
    }
  }

  private static void requireType(AuditEntry entry, EntryType type) {
    if (!entry.document().text("type").equals(WireName.of(type))) {
      throw new IllegalArgumentException("a chain starts with proposed and ruled");
    }
  }

  private static ApprovalRequest opened(ProposalId id, JsonObject data, Timing timing, Instant at) {
    return ApprovalRequest.opened(
        id,
        Math.toIntExact(data.number("revision")),
        new Digest(data.text("action")),
        WireName.require(Gate.class, data.text("gate")),
        data.objects("stages", Stage::fromJson),
        data.texts("conflicted").stream().map(PersonId::new).collect(Collectors.toSet()),
        data.instant("deadline"),
        timing.remindAt(),
        timing.extension(),
        at);
  }

  private static void stand(List<StandingCard> standing, AuditEntry entry) {
    JsonObject body = entry.document();
    JsonObject data = body.object("data");
    var card =
        new StandingCard(
            entry.seq(),
            Math.toIntExact(data.number("revision")),
            ChatAddress.parse(data.text("address")),
            body.instant("at"));
    if (standing.stream().noneMatch(earlier -> earlier.isAt(card.address(), card.revision()))) {
      standing.add(card);
    }
  }

  private static ShownCard shown(int seq, JsonObject data) {
    return new ShownCard(
        seq,
        data.text("card_id"),
        Math.toIntExact(data.number("revision")),
        new Digest(data.text("card")),
        ChatAddress.parse(data.text("address")),
        data.optionalText("batch").map(BatchId::new),
        data.optionalBool(ShownCard.WHOLE).orElse(true));
  }
}
