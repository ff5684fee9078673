package dev.countersign.people;

import dev.countersign.json.WireName;
import java.util.regex.Pattern;

/// Where a card is shown, as text `slack:T01:C01` or `teams:<tenant>:19:…@thread.tacv2`.
///
/// The tenant has no colon, so the text reads back in one way only although a Teams conversation
/// has some.
///
/// @param tenant the Slack workspace or the Entra tenant
/// @param channel the Slack channel or the Teams conversation; printable ASCII that JSON does not
///   escape
public record ChatAddress(Surface surface, String tenant, String channel) {
  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9._-]{1,40}");
  private static final Pattern CHANNEL = Pattern.compile("[!-~&&[^\"\\\\]]{1,192}");

  public ChatAddress {
    if (!TENANT.matcher(tenant).matches() || !CHANNEL.matcher(channel).matches()) {
      throw new IllegalArgumentException("not a chat address");
    }
  }

  /// @throws IllegalArgumentException when the text is not one that [#toString] writes
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
