package dev.countersign.people;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The surfaces of one deployment, and what each can do there.
public record Surfaces(Map<Surface, Offer> offers) {
  public Surfaces {
    offers = Map.copyOf(offers);
  }

  /// @param tenant whose accounts count: the workspace, the tenant, or the issuer
  /// @param showsInFull whether it shows every action in full; of a chat this depends on the
  ///   action, and its renderer is asked
  /// @param strongerCheck whether an approval there comes with a stronger check than a press in a
  ///   chat
  public record Offer(String tenant, boolean showsInFull, boolean strongerCheck) {
    /// As chats are: they cut what is long, and a press is all the check there is.
    public static Offer ofChat(String tenant) {
      return new Offer(tenant, false, false);
    }
  }

  /// A deployment that has these chats and nothing else.
  ///
  /// @param tenants the workspace or tenant of each
  public static Surfaces ofChats(Map<Surface, String> tenants) {
    return new Surfaces(
        tenants.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, chat -> Offer.ofChat(chat.getValue()))));
  }

  public Set<Surface> connected() {
    return offers.keySet();
  }

  public Optional<String> tenant(Surface surface) {
    return Optional.ofNullable(offers.get(surface)).map(Offer::tenant);
  }

  /// Whether this is an account of the workspace or tenant that counts.
  public boolean know(AccountId account) {
    return tenant(account.surface()).filter(account.tenant()::equals).isPresent();
  }

  /// Where nobody is asked: people come by themselves, once they are asked elsewhere.
  public Set<Surface> pages() {
    return offers.keySet().stream()
        .filter(surface -> !surface.isChat())
        .collect(Collectors.toUnmodifiableSet());
  }

  public boolean showInFull(Surface surface) {
    return Optional.ofNullable(offers.get(surface)).filter(Offer::showsInFull).isPresent();
  }

  public boolean offerStrongerCheck() {
    return offers.values().stream().anyMatch(Offer::strongerCheck);
  }

  public boolean offerStrongerCheck(Surface surface) {
    return Optional.ofNullable(offers.get(surface)).filter(Offer::strongerCheck).isPresent();
  }
}
