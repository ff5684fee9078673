package dev.countersign.executors.connection;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which headers and query parameters an agent may add to the calls of a connection: those that its
/// operator named, and no others. A target gives meaning to names that nobody here knows, so a list
/// of dangerous ones would never be complete.
///
/// @param headers in lower case; an agent may write them in any
/// @param query exactly as they are sent, once decoded
public record AllowedNames(Set<String> headers, Set<String> query) {
  static final AllowedNames NONE = new AllowedNames(Set.of(), Set.of());

  private static final Pattern PARAMETER = Pattern.compile("[A-Za-z0-9_.~$@:\\[\\]-]{1,128}");

  /// `method` itself is a word that requests filter by; with a sign before it, it replaces one.
  /// Some targets trim what stands behind, or end a name at a NUL.
  private static final Pattern MARKED_METHOD = Pattern.compile("[^a-z0-9]+method[^a-z0-9]*");

  private static final Set<String> METHOD_NAMES = Set.of("httpmethod", "xhttpmethod");

  public AllowedNames {
    headers =
        headers.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    query = Set.copyOf(query);
  }

  public boolean allowsHeader(String name) {
    return headers.contains(name.toLowerCase(Locale.ROOT));
  }

  static boolean isParameter(String text) {
    return PARAMETER.matcher(text).matches();
  }

  /// Whether frameworks take another method than the one of the request line from a parameter,
  /// header, field or member of this name. Such a name is never an agent's, listed or not: people
  /// and policy judged the method that they saw.
  public static boolean overridesMethod(String name) {
    for (String part : name.toLowerCase(Locale.ROOT).split("[\\[\\]\0]", -1)) {
      String letters = part.replaceAll("[^a-z0-9]", "");
      if (MARKED_METHOD.matcher(part).matches()
          || METHOD_NAMES.contains(letters)
          || letters.contains("methodoverride")
          || letters.contains("overridemethod")) {
        return true;
      }
    }
    return false;
  }
}
