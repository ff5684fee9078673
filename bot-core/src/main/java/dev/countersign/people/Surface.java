package dev.countersign.people;

import dev.countersign.json.WireName;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Where a person meets a request. What is peculiar to one of them, and is no adapter's business,
/// is said here and nowhere else in the core: another surface is one more entry.
public enum Surface {
  SLACK(
      "Slack",
      "Workspace",
      Asks.IN_CHANNELS,
      new AccountSpelling("slack", "team", "user", AccountSpelling.Ids.AS_WRITTEN)),
  TEAMS(
      "Teams",
      "Tenant",
      Asks.IN_CHANNELS_AND_DIRECTLY,
      new AccountSpelling("teams", "tenant", "aad_object_id", AccountSpelling.Ids.OF_ENTRA)),
  CONSOLE(
      "the console",
      "Issuer",
      Asks.NOBODY,
      new AccountSpelling("oidc", "iss", "sub", AccountSpelling.Ids.AS_WRITTEN));

  private enum Asks {
    IN_CHANNELS,
    IN_CHANNELS_AND_DIRECTLY,
    NOBODY
  }

  private final String label;
  private final String tenantLabel;
  private final Asks asks;
  private final AccountSpelling accounts;

  Surface(String label, String tenantLabel, Asks asks, AccountSpelling accounts) {
    this.label = label;
    this.tenantLabel = tenantLabel;
    this.asks = asks;
    this.accounts = accounts;
  }

  /// Its name within a sentence.
  public String label() {
    return label;
  }

  /// What its accounts belong to, as people there call it.
  public String tenantLabel() {
    return tenantLabel;
  }

  /// Whether a group can be asked in a channel there.
  public boolean asksInChannels() {
    return asks != Asks.NOBODY;
  }

  /// Whether members can be asked there in chats of their own.
  public boolean asksDirectly() {
    return asks == Asks.IN_CHANNELS_AND_DIRECTLY;
  }

  /// Whether a message there can name a group of people as one.
  public boolean callsGroups() {
    return this == SLACK;
  }

  /// Whether groups are asked there at all. Where they are not, people come by themselves.
  public boolean isChat() {
    return asks != Asks.NOBODY;
  }

  /// All on which groups can be asked.
  public static Set<Surface> chats() {
    Set<Surface> chats = EnumSet.allOf(Surface.class);
    chats.removeIf(surface -> !surface.isChat());
    return chats;
  }

  /// An account as it is spelled in one text, for sentences that have to show one.
  public static String sampleAccount() {
    return "slack:T01:U01";
  }

  AccountSpelling accounts() {
    return accounts;
  }

  /// By its name in stored documents, or by the one that `people.yaml` has for its accounts.
  static Optional<Surface> named(String word) {
    return Arrays.stream(values())
        .filter(surface -> WireName.of(surface).equals(word) || surface.accounts.key().equals(word))
        .findFirst();
  }
}
