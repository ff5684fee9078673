package dev.countersign.card;

/// What a chat says of one of its accounts.
///
/// @param name as the chat shows it: supplied text that its owner may choose, which proves nothing;
///   may be empty
public record ChatProfile(Standing standing, String name) {
  /// Where nothing can be had of it.
  public static final ChatProfile UNKNOWN = new ChatProfile(Standing.UNKNOWN, "");

  /// Where the app has no right to ask.
  public static final ChatProfile UNASKED = new ChatProfile(Standing.UNASKED, "");

  /// What the account is in the workspace or tenant of this gate.
  public enum Standing {
    MEMBER,
    GUEST,
    BOT,
    /// At home elsewhere.
    FOREIGN,
    DEACTIVATED,
    /// The app has no right to ask: what the chat's callback shows is all there is.
    UNASKED,
    /// The chat does not say; nothing may rest on that.
    UNKNOWN
  }

  /// Whether somebody of that standing is as good as the chat's callback shows them.
  public boolean mayAsk() {
    return standing == Standing.MEMBER || standing == Standing.UNASKED;
  }

  /// Without the name.
  @Override
  public String toString() {
    return "ChatProfile[" + standing + "]";
  }
}
