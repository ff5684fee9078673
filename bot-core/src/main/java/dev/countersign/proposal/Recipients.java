package dev.countersign.proposal;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// One entry of a message's recipients is one recipient: a plain address, and nothing that a mail
/// program or another channel could read as a list, a group, a name or a comment (RFC 5322, section
/// 3.4). People count and judge recipients by these entries.
final class Recipients {
  private static final List<String> FIELDS = List.of("to", "cc", "bcc");

  /// Channels whose recipients are mail addresses wherever they have an `@`.
  private static final Set<String> MAIL = Set.of("email", "ticket_reply");

  /// RFC 5321, section 4.5.3.1; counted in bytes.
  private static final int MAX_LOCAL_PART = 64;

  /// A dot-atom, with the letters and marks of all scripts (RFC 6531).
  private static final Pattern LOCAL_PART =
      Pattern.compile(
          "[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-][\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]*+"
              + "(?:\\.[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-][\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]*+)*+");

  /// What people write between the digits of a telephone number.
  private static final Pattern TELEPHONE = Pattern.compile("\\+?[0-9(](?:[ .()/-]?[0-9()]){1,30}+");

  /// No blanks, no controls, nothing invisible, and none of the signs that make lists, groups,
  /// names or comments.
  private static final Pattern ONE_WORD =
      Pattern.compile("[[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}]&&[^,;|<>\"()\\[\\]\\\\]]++");

  /// What chats read as everybody of a place (api.slack.com/reference/surfaces/formatting,
  /// learn.microsoft.com/microsoftteams: mentions of a team or a channel).
  private static final Set<String> EVERYBODY =
      Set.of("channel", "here", "everyone", "all", "group", "team");

  private Recipients() {}

  static void check(Json value, Place at) {
    if (!(value instanceof JsonObject message)
        || !(message.get("channel") instanceof JsonString(String channel))) {
      return;
    }
    for (String field : FIELDS) {
      if (message.get(field) instanceof JsonArray(List<Json> parties)) {
        for (int i = 0; i < parties.size(); i++) {
          checkParty(parties.get(i), channel, at.member(field).item(i));
        }
      }
    }
  }

  private static void checkParty(Json value, String channel, Place at) {
    if (value instanceof JsonObject party
        && party.get("address") instanceof JsonString(String address)
        && !isOneRecipient(address, channel)) {
      at.member("address").refuse("bad_address", expected(channel));
    }
  }

  private static String expected(String channel) {
    return channel.equals("email")
        ? "one plain address such as name@example.com is expected: no display name, list, group,"
            + " comment or blank; several recipients are several entries"
        : "one recipient is expected, without blanks, lists, groups or display names, and not"
            + " everybody of a place; several recipients are several entries";
  }

  static boolean isOneRecipient(String address, String channel) {
    if (channel.equals("email") || (MAIL.contains(channel) && address.contains("@"))) {
      return isMailAddress(address);
    }
    return (ONE_WORD.matcher(address).matches()
            && address.indexOf('@') == address.lastIndexOf('@')
            && !isEverybody(address))
        || (channel.equals("sms") && TELEPHONE.matcher(address).matches());
  }

  /// Also in full-width letters: a chat may read them alike.
  private static boolean isEverybody(String address) {
    String plain = Normalizer.normalize(address, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return (plain.startsWith("@") || plain.startsWith("!"))
        && EVERYBODY.contains(plain.substring(1));
  }

  private static boolean isMailAddress(String address) {
    int at = address.indexOf('@');
    if (at < 1) {
      return false;
    }
    String local = address.substring(0, at);
    return local.getBytes(StandardCharsets.UTF_8).length <= MAX_LOCAL_PART
        && LOCAL_PART.matcher(local).matches()
        && MailDomain.ascii(address.substring(at + 1)).isPresent();
  }
}
