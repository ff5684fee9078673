package dev.countersign.linking;

import dev.countersign.card.Asker;
import dev.countersign.card.ChatProfile;
import dev.countersign.card.LinkDesk;
import dev.countersign.card.Reply;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.json.WireName;
import dev.countersign.ledger.AccountLinks;
import dev.countersign.ledger.AccountLinks.Given;
import dev.countersign.ledger.AccountLinks.Linked;
import dev.countersign.ledger.AccountLinks.Looked;
import dev.countersign.ledger.AccountLinks.Unlinked;
import dev.countersign.people.ChatLink;
import dev.countersign.people.Directory;
import dev.countersign.people.LinkRefusal;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.proposal.Ulid;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Links accounts by codes. Whoever has an account that nobody has asks for a code there; the
/// person whom the gate knows by another account types it, sees whose account it is, and presses.
/// What comes of it is decided in one commit, on the people in force.
public final class LinkingDesk implements LinkDesk {
  private static final Logger log = LoggerFactory.getLogger(LinkingDesk.class);

  private final AccountLinks links;
  private final Directory directory;
  private final BooleanSupplier needsOperators;
  private final Ulid ids;
  private final RandomGenerator random;
  private final LinkAgreement agreements;

  /// @param needsOperators whether what loosens takes two operators, as the settings or the policy
  ///   in force say
  /// @param random for codes; unpredictable in a deployment
  /// @param keys seal the question, so that only whoever was asked can agree
  public LinkingDesk(
      AccountLinks links,
      Directory directory,
      BooleanSupplier needsOperators,
      Ulid ids,
      RandomGenerator random,
      EvidenceKeys keys,
      InstantSource clock) {
    this.links = links;
    this.directory = directory;
    this.needsOperators = needsOperators;
    this.ids = ids;
    this.random = random;
    this.agreements = new LinkAgreement(keys, clock);
  }

  @Override
  public Reply code(Asker asker) {
    if (needsOperators.getAsBoolean()) {
      return refused(asker, LinkRefusal.NEEDS_OPERATORS);
    }
    if (directory.byAccount(asker.account()).isPresent()) {
      return refused(asker, LinkRefusal.ALREADY_LINKED);
    }
    if (!asker.alone()) {
      return refused(asker, LinkRefusal.NOT_PRIVATE);
    }
    ChatProfile profile = asker.profile().get();
    Optional<LinkRefusal> stranger = stranger(profile);
    if (stranger.isPresent()) {
      return refused(asker, stranger.get());
    }
    String code = CodeSpelling.fresh(random);
    return switch (links.give("lnk_" + ids.next(), asker.account(), profile.name(), code)) {
      case Given.Code _ -> LinkWords.code(CodeSpelling.shown(code));
      case Given.Not(LinkRefusal why) -> refused(asker, why);
    };
  }

  private static Optional<LinkRefusal> stranger(ChatProfile profile) {
    return switch (profile.standing()) {
      case MEMBER -> Optional.empty();
      case GUEST -> Optional.of(LinkRefusal.GUEST);
      case BOT -> Optional.of(LinkRefusal.BOT);
      case FOREIGN -> Optional.of(LinkRefusal.FOREIGN);
      case DEACTIVATED -> Optional.of(LinkRefusal.DEACTIVATED);
      case UNASKED, UNKNOWN -> Optional.of(LinkRefusal.NOT_TOLD);
    };
  }

  @Override
  public Reply confirm(Asker asker, String code, String agreement) {
    if (needsOperators.getAsBoolean()) {
      return refused(asker, LinkRefusal.NEEDS_OPERATORS);
    }
    if (!asker.alone()) {
      return refused(asker, LinkRefusal.NOT_PRIVATE);
    }
    Optional<LinkRefusal> stranger = stranger(asker.profile().get());
    if (stranger.isPresent()) {
      return refused(asker, stranger.get());
    }
    Optional<LinkRefusal> tooMany = links.count(asker.account());
    if (tooMany.isPresent()) {
      return refused(asker, tooMany.get());
    }
    String meant = CodeSpelling.meant(code);
    // Whoever was not asked, or long ago, is asked now: a press alone links nothing.
    return agreements.isGiven(agreement, meant, asker.account())
        ? linked(asker, meant)
        : shown(asker, meant);
  }

  private Reply shown(Asker asker, String code) {
    return switch (links.look(code, asker.account())) {
      case Looked.For(var asked, _) ->
          LinkWords.question(asked, CodeSpelling.shown(code), agreements.of(code, asker.account()));
      case Looked.Not(LinkRefusal why) -> refused(asker, why);
    };
  }

  private Reply linked(Asker asker, String code) {
    return switch (links.link(code, asker.account())) {
      case Linked.Done(ChatLink link) -> {
        log.info("{} is linked to {}, confirmed by {}", link.account(), link.person(), asker);
        yield LinkWords.linked(link);
      }
      case Linked.Not(LinkRefusal why) -> refused(asker, why);
    };
  }

  @Override
  public Reply unlink(Asker asker, String chat) {
    Optional<Person> person = directory.byAccount(asker.account());
    if (person.isEmpty()) {
      return refused(asker, LinkRefusal.NOT_A_PERSON);
    }
    List<ChatLink> linked = links.linksOf(person.get().id());
    if (linked.isEmpty()) {
      return refused(asker, LinkRefusal.NOT_LINKED);
    }
    Optional<Surface> named = WireName.parse(Surface.class, chat);
    return named.isPresent() && asker.pressed()
        ? unlinked(asker, person.get(), named.get())
        : LinkWords.links(linked);
  }

  private Reply unlinked(Asker asker, Person person, Surface chat) {
    return switch (links.unlink(person.id(), chat, asker.account().toString())) {
      case Unlinked.Done(ChatLink link) -> {
        log.info("{} is unlinked from {} by {}", link.account(), link.person(), asker);
        yield LinkWords.unlinked(link);
      }
      case Unlinked.Not(LinkRefusal why) -> refused(asker, why);
    };
  }

  private static Reply refused(Asker asker, LinkRefusal why) {
    log.info("{} asked about links and was refused: {}", asker, why.code());
    return LinkWords.refused(why);
  }
}
