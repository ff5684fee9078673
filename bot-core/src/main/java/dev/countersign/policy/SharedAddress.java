package dev.countersign.policy;

import com.ibm.icu.text.Normalizer2;
import dev.countersign.proposal.Message;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells addresses that many may read (channels, groups, lists, rooms) from those of one person, by
/// their form alone: nobody here asks a chat or a mail server who is behind one. In a chat, what is
/// not known to be a person's is taken for shared.
final class SharedAddress {
  private static final Normalizer2 NFKC_CASEFOLD = Normalizer2.getNFKCCasefoldInstance();

  /// Signs before the names of channels and rooms (Slack, Matrix, IRC), and of Telegram's groups.
  private static final String PREFIXES = "#!&-";

  /// A person's id, or a handle (api.slack.com: ids begin with U or W; C, D, G and S are channels,
  /// conversations and user groups).
  private static final Pattern SLACK_PERSON = Pattern.compile("[uw][a-z0-9]{6,20}|@[^@]+");

  /// An id of Bot Framework or of Entra; `19:` and plain GUIDs are threads, teams and groups.
  private static final Pattern TEAMS_PERSON = Pattern.compile("(?:29:|28:|8:orgid:)\\S+|@[^@]+");

  private static final Pattern MAIL = Pattern.compile("(?!19:)[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  /// Words that name many in the part before the `@`, or in a name without one.
  private static final Set<String> MANY =
      Set.of(
          "all",
          "announce",
          "announcement",
          "announcements",
          "broadcast",
          "channel",
          "channels",
          "community",
          "company",
          "discuss",
          "dl",
          "everybody",
          "everyone",
          "group",
          "groups",
          "here",
          "list",
          "lists",
          "members",
          "news",
          "newsletter",
          "room",
          "rooms",
          "space",
          "spaces",
          "staff",
          "subscribers",
          "team",
          "teams",
          "thread",
          "users");

  /// Labels of domains that serve groups, lists and rooms.
  private static final Set<String> DOMAINS_OF_MANY =
      Set.of(
          "broadcast",
          "conference",
          "googlegroups",
          "groups",
          "g",
          "list",
          "lists",
          "muc",
          "newsletter",
          "rooms");

  private SharedAddress() {}

  /// @param channel of the message
  static boolean is(Message.Channel channel, String address) {
    String plain = NFKC_CASEFOLD.normalize(address);
    if (plain.isEmpty() || PREFIXES.indexOf(plain.charAt(0)) >= 0) {
      return true;
    }
    if (!MAIL.matcher(plain).matches()) {
      return switch (channel) {
        case SLACK -> !SLACK_PERSON.matcher(plain).matches() || namesMany(plain);
        case TEAMS -> !TEAMS_PERSON.matcher(plain).matches() || namesMany(plain);
        case EMAIL, SMS, TICKET_REPLY, OTHER -> namesMany(plain);
      };
    }
    int at = plain.indexOf('@');
    return namesMany(plain.substring(0, at))
        || Arrays.stream(plain.substring(at + 1).split("\\.", -1))
            .anyMatch(DOMAINS_OF_MANY::contains);
  }

  private static boolean namesMany(String name) {
    return BETWEEN_WORDS.splitAsStream(name).anyMatch(MANY::contains);
  }
}
