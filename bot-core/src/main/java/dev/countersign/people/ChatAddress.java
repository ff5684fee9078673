package dev.countersign.people;

import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/// Where a card is shown, as text `slack:T01:C01` or `teams:<tenant>:19:…@thread.tacv2`; for pages
/// see [#ofPages].
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

  /// Enough that nobody finds another account with the same.
  private static final int DIGEST_BYTES = 16;

  public ChatAddress {
    if (!TENANT.matcher(tenant).matches() || !CHANNEL.matcher(channel).matches()) {
      throw new IllegalArgumentException("not a chat address");
    }
  }

  /// The pages of one account, on a surface to which people come by themselves. Named by digests:
  /// an issuer is an address, whose signs no place can have. No two accounts have the same pages.
  public static ChatAddress ofPages(AccountId account) {
    if (account.surface().isChat()) {
      throw new IllegalArgumentException("an account of a chat has no pages");
    }
    return new ChatAddress(
        account.surface(), abbreviated(account.tenant()), abbreviated(account.toString()));
  }

  private static String abbreviated(String text) {
    byte[] digest = Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(digest, DIGEST_BYTES));
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
