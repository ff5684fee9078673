package dev.countersign.proposal;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The usual spelling of an absolute `http` or `https` address, of all that name the same resource
/// at the same host by RFC 3986, sections 6.2.2 and 6.2.3. Dots in paths and their escapes stay.
final class AddressForm {
  /// Scheme, host with port, and the rest. One with a user before the host stays as it is.
  private static final Pattern ADDRESS = Pattern.compile("(https?)://([^/?#@]+)(.*)");

  private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");
  private static final Pattern UNRESERVED = Pattern.compile("[A-Za-z0-9_~-]");
  private static final int HEX = 16;

  private AddressForm() {}

  static String of(String url) {
    Matcher address = ADDRESS.matcher(url);
    if (!address.matches()) {
      return url;
    }
    String scheme = address.group(1);
    String usualPort = scheme.equals("https") ? ":443" : ":80";
    String host = address.group(2).toLowerCase(Locale.ROOT);
    if (host.endsWith(usualPort)) {
      host = host.substring(0, host.length() - usualPort.length());
    }
    String rest = ESCAPE.matcher(address.group(3)).replaceAll(AddressForm::escape);
    return scheme + "://" + host + (rest.startsWith("/") ? rest : "/" + rest);
  }

  private static String escape(MatchResult escape) {
    String letter = Character.toString(Integer.parseInt(escape.group(1), HEX));
    return Matcher.quoteReplacement(
        UNRESERVED.matcher(letter).matches() ? letter : escape.group().toUpperCase(Locale.ROOT));
  }
}
