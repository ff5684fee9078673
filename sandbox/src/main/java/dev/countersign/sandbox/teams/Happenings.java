package dev.countersign.sandbox.teams;

import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.teams.TeamsPressRefusedException.Reason;
import java.util.List;
import java.util.Optional;

/// What happens around the bot: it is installed and removed, channels are renamed and deleted,
/// people leave. Each changes the tenant first, then tells the bot.
final class Happenings {
  private final Tenant tenant;
  private final ActivityWriter writer;
  private final BotConnection bot;

  Happenings(Tenant tenant, ActivityWriter writer, BotConnection bot) {
    this.tenant = tenant;
    this.writer = writer;
    this.bot = bot;
  }

  List<TeamsDelivery> install(String user, String conversation) {
    TeamsUser by = user(user);
    TeamsConversation where = set(conversation, true);
    return List.of(
        bot.tell(writer.membersAdded(by, where, Tenant.BOT_ID)),
        bot.tell(writer.installation(by, where, "add")));
  }

  List<TeamsDelivery> installFor(String user) {
    TeamsUser person = user(user);
    String id = TeamsConversation.personalId(person);
    if (tenant.conversation(id).isEmpty()) {
      tenant.put(TeamsConversation.personal(person));
    }
    return install(user, id);
  }

  /// In a team the bot is removed like a member; a chat only has an installation.
  List<TeamsDelivery> uninstall(String user, String conversation) {
    TeamsUser by = user(user);
    TeamsConversation where = set(conversation, false);
    TeamsDelivery told = bot.tell(writer.installation(by, where, "remove"));
    return where.kind() == TeamsConversation.Kind.CHANNEL
        ? List.of(told, bot.tell(writer.membersRemoved(by, where, Tenant.BOT_ID)))
        : List.of(told);
  }

  TeamsDelivery renameChannel(String user, String channel, String name) {
    TeamsConversation renamed = conversation(channel).renamed(name);
    tenant.put(renamed);
    return tell(user, renamed, "channelRenamed");
  }

  TeamsDelivery deleteChannel(String user, String channel) {
    TeamsConversation gone = conversation(channel);
    tenant.drop(gone.id());
    return tell(user, gone, "channelDeleted");
  }

  TeamsDelivery join(TeamsUser person, String conversation) {
    TeamsConversation joined = conversation(conversation).with(person.id());
    tenant.put(person);
    tenant.put(joined);
    return bot.tell(writer.membersAdded(person, joined, person.id()));
  }

  TeamsDelivery leave(String user, String conversation) {
    TeamsUser person = user(user);
    TeamsConversation left = conversation(conversation).without(user);
    tenant.put(left);
    return bot.tell(writer.membersRemoved(person, left, person.id()));
  }

  private TeamsDelivery tell(String user, TeamsConversation channel, String event) {
    TeamsConversation general = channel.team().flatMap(tenant::conversation).orElse(channel);
    JsonObject told = writer.channelEvent(user(user), general, channel, event);
    return bot.tell(told);
  }

  /// The app is in all channels of a team or in none.
  private TeamsConversation set(String conversation, boolean installed) {
    TeamsConversation named = conversation(conversation);
    List<TeamsConversation> all =
        named.team().map(tenant::channels).orElseGet(() -> List.of(named));
    all.forEach(one -> tenant.put(one.installed(installed)));
    Optional<TeamsConversation> general = named.team().flatMap(tenant::conversation);
    return general.orElseGet(() -> named.installed(installed));
  }

  private TeamsConversation conversation(String id) {
    return tenant
        .conversation(id)
        .orElseThrow(() -> new TeamsPressRefusedException(Reason.NO_SUCH_CONVERSATION));
  }

  private TeamsUser user(String id) {
    return tenant.user(id).orElseThrow(() -> new TeamsPressRefusedException(Reason.NO_SUCH_USER));
  }
}
