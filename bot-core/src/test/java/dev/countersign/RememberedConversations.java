package dev.countersign;

import dev.countersign.card.Conversation;
import dev.countersign.card.Conversations;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Conversations in memory: the latest telling stays.
public final class RememberedConversations implements Conversations {
  private final Map<ChatAddress, Conversation> all = new ConcurrentHashMap<>();

  @Override
  public void remember(Conversation told) {
    all.merge(
        told.address(),
        told,
        (known, news) -> news.at().isBefore(known.at()) ? known : named(news, known));
  }

  /// A telling without a name keeps the one that is known.
  private static Conversation named(Conversation news, Conversation known) {
    return new Conversation(
        news.address(),
        news.kind(),
        news.name().or(known::name),
        news.service(),
        news.person(),
        news.member(),
        news.present(),
        news.at());
  }

  @Override
  public Optional<Conversation> find(ChatAddress address) {
    return Optional.ofNullable(all.get(address));
  }

  @Override
  public List<Conversation> personal(List<AccountId> people, int most) {
    return people.stream().flatMap(person -> personal(person).stream()).limit(most).toList();
  }

  public Optional<Conversation> personal(AccountId person) {
    return all.values().stream()
        .filter(Conversation::present)
        .filter(one -> one.person().filter(person::equals).isPresent())
        .max(Comparator.comparing(Conversation::at));
  }
}
