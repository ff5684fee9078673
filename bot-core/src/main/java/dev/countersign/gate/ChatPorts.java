package dev.countersign.gate;

import dev.countersign.card.CardRenderer;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.ConsoleAddress;
import dev.countersign.ledger.OutcomeNotices;
import dev.countersign.people.Surface;
import dev.countersign.people.Surfaces;
import dev.countersign.people.Surfaces.Offer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// The chats in which this deployment asks.
///
/// @param surfaces what this deployment has, with the workspace or tenant of each chat; people's
///   accounts and places elsewhere are not asked
/// @param renderers how each draws a card: who could not be shown an action whole is not counted
/// @param channels the connected ones; a card for another is put off as `chat_not_connected`
/// @param outcomes who is told there how requests end
/// @param console where this deployment's pages are, if it has any
public record ChatPorts(
    Surfaces surfaces,
    Map<Surface, CardRenderer> renderers,
    Map<Surface, ChatChannel> channels,
    OutcomeNotices outcomes,
    Optional<ConsoleAddress> console) {
  public ChatPorts {
    renderers = Map.copyOf(renderers);
    channels = Map.copyOf(channels);
  }

  /// Where nobody is told how requests end.
  public ChatPorts(
      Surfaces surfaces, Map<Surface, CardRenderer> renderers, Map<Surface, ChatChannel> channels) {
    this(surfaces, renderers, channels, OutcomeNotices.NONE, Optional.empty());
  }

  /// The same chats, in which these are told how requests end.
  public ChatPorts telling(OutcomeNotices others) {
    return new ChatPorts(surfaces, renderers, channels, others, console);
  }

  /// The same chats, and beside them a surface to which people come by themselves.
  ///
  /// @param at where its pages are
  public ChatPorts withPages(Surface pages, Offer offer, CardRenderer renderer, ConsoleAddress at) {
    Map<Surface, Offer> offers = new EnumMap<>(Surface.class);
    offers.putAll(surfaces.offers());
    offers.put(pages, offer);
    Map<Surface, CardRenderer> all = new EnumMap<>(Surface.class);
    all.putAll(renderers);
    all.put(pages, renderer);
    return new ChatPorts(new Surfaces(offers), all, channels, outcomes, Optional.of(at));
  }

  /// Every chat is connected, and draws its own cards; there is nothing else.
  public static ChatPorts connected(
      Map<Surface, String> tenants, Map<Surface, ChatChannel> channels) {
    return new ChatPorts(Surfaces.ofChats(tenants), Map.copyOf(channels), channels);
  }
}
