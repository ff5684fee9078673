package dev.countersign.card;

import dev.countersign.people.Surface;
import dev.countersign.proposal.WireName;
import java.util.regex.Pattern;

/// A channel or conversation of one chat; its text form is the `srf` claim of decision tokens.
///
/// @param tenant the Slack workspace or the Entra tenant
/// @param channel the Slack channel or the Teams conversation; may hold colons, so it stands last
public record ChatAddress(Surface surface, String tenant, String channel) {
  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Pattern CHANNEL = Pattern.compile("[!-~]{1,256}");

  public ChatAddress {
    if (!TENANT.matcher(tenant).matches() || !CHANNEL.matcher(channel).matches()) {
      throw new IllegalArgumentException("not a chat address");
    }
  }

  public static ChatAddress parse(String text) {
    String[] parts = text.split(":", 3);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not a chat address");
    }
    return new ChatAddress(WireName.require(Surface.class, parts[0]), parts[1], parts[2]);
  }

  @Override
  public String toString() {
    return WireName.of(surface) + ":" + tenant + ":" + channel;
  }
}
