package dev.countersign.app.config;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonBoolean;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.json.WireName;
import dev.countersign.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One section of the settings. Every accessor names a key that exists; what is wrong is reported
/// and read as the default, so that all of it comes at once. Call [#close] last: it reports the
/// keys that nobody asked for.
final class SettingsSection {
  static final int MAX_SECRET_BYTES = 8 * 1024;

  private static final String FILE = "_file";
  private static final int LONGEST_COMPARED = 80;

  private final Sources sources;
  private final String path;
  private final JsonObject written;
  private final Set<String> known = new TreeSet<>();
  private final Set<String> set = new HashSet<>();

  private SettingsSection(Sources sources, String path, JsonObject written) {
    this.sources = sources;
    this.path = path;
    this.written = written;
  }

  static SettingsSection root(Sources sources) {
    return new SettingsSection(sources, "", sources.root());
  }

  SettingsSection section(String name) {
    known.add(name);
    return switch (written.get(name)) {
      case null -> new SettingsSection(sources, key(name), JsonObject.EMPTY);
      case JsonObject object -> new SettingsSection(sources, key(name), object);
      case Json _ -> {
        problem(name, "This must be a section with keys of its own.");
        yield new SettingsSection(sources, key(name), JsonObject.EMPTY);
      }
    };
  }

  /// Whether anything at all is said about it.
  boolean isMentioned(String name) {
    return written.has(name) || sources.anyVariable(key(name));
  }

  /// Whether a value was given and understood.
  boolean isSet(String name) {
    return set.contains(name);
  }

  /// Whether a value was given, understood or not.
  boolean isGiven(String name) {
    return given(name).isPresent();
  }

  void problem(String name, String detail) {
    sources.problem(key(name), detail);
  }

  Optional<String> text(String name) {
    return value(name, "a text", SettingsSection::asText, text -> text);
  }

  String text(String name, String fallback) {
    return text(name).orElseGet(() -> byDefault(name, fallback));
  }

  /// A text of a shape, or what `parse` makes of it where it does not throw
  /// [IllegalArgumentException].
  <T> Optional<T> parsed(String name, Function<String, T> parse, String detail) {
    return value(name, detail, SettingsSection::asText, parse);
  }

  String required(String name, Function<String, String> parse, String detail) {
    Optional<String> text = parsed(name, parse, detail);
    if (text.isEmpty() && !given(name).isPresent()) {
      problem(name, "This is required. " + detail);
    }
    return text.orElse("");
  }

  String required(String name, Pattern shape, String detail) {
    return required(
        name,
        text -> {
          if (!shape.matcher(text).matches()) {
            throw new IllegalArgumentException("another shape");
          }
          return text;
        },
        detail);
  }

  int integer(String name, int fallback, int least, int most) {
    String expected = "A whole number from " + least + " to " + most + " is expected.";
    return value(
            name,
            expected,
            SettingsSection::asNumber,
            text -> {
              int number = Integer.parseInt(text);
              if (number < least || number > most) {
                throw new IllegalArgumentException("out of range");
              }
              return number;
            })
        .orElseGet(() -> byDefault(name, fallback));
  }

  boolean bool(String name, boolean fallback) {
    return value(
            name,
            "true or false is expected.",
            SettingsSection::asBoolean,
            text ->
                switch (text) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw new IllegalArgumentException("neither");
                })
        .orElseGet(() -> byDefault(name, fallback));
  }

  Duration duration(String name, Duration fallback, Duration least, Duration most) {
    return parsed(
            name,
            text -> {
              Duration duration = TimeText.parse(text);
              if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
                throw new IllegalArgumentException("out of range");
              }
              return duration;
            },
            "A time such as 250ms, 30s or 5m, from %s to %s, is expected."
                .formatted(TimeText.of(least), TimeText.of(most)))
        .orElseGet(() -> {
          byDefault(name, TimeText.of(fallback));
          return fallback;
        });
  }

  URI uri(String name, URI fallback) {
    return parsed(name, SettingsSection::asUri, "An http or https address is expected.")
        .orElseGet(() -> byDefault(name, fallback));
  }

  Set<URI> uris(String name, Set<URI> fallback, int most) {
    return texts(
        name, most, SettingsSection::asUri, "Http or https addresses are expected.", fallback);
  }

  <T> Set<T> texts(
      String name, int most, Function<String, T> parse, String detail, Set<T> fallback) {
    return value(
            name,
            detail + " At most " + most + ".",
            SettingsSection::asList,
            text -> {
              Set<T> items =
                  Arrays.stream(text.split(",", -1))
                      .map(String::strip)
                      .filter(item -> !item.isEmpty())
                      .map(parse)
                      .collect(Collectors.toCollection(LinkedHashSet::new));
              if (items.size() > most) {
                throw new IllegalArgumentException("too many");
              }
              return items;
            })
        .orElseGet(() -> byDefault(name, fallback));
  }

  Path path(String name, String fallback) {
    return parsed(name, text -> sources.base().resolve(text), "A path is expected.")
        .orElseGet(() -> {
          byDefault(name, fallback);
          return sources.base().resolve(fallback);
        });
  }

  /// Empty where there is none.
  Optional<Path> path(String name) {
    return parsed(name, text -> sources.base().resolve(text), "A path is expected.");
  }

  /// What `parse` makes of the content of the file that is named.
  <T> Optional<T> content(String name, int maxBytes, Function<byte[], T> parse, String detail) {
    return parsed(name, file -> parse.apply(bytes(file, maxBytes)), detail);
  }

  <E extends Enum<E>> E choice(String name, Class<E> type, E fallback) {
    String words =
        Arrays.stream(type.getEnumConstants())
            .map(WireName::of)
            .collect(Collectors.joining(" or "));
    return parsed(name, text -> WireName.require(type, text), "This is " + words + ".")
        .orElseGet(() -> {
          byDefault(name, WireName.of(fallback));
          return fallback;
        });
  }

  /// The value itself under `name`, or a file that holds it under `name_file`; variables before the
  /// file.
  Optional<Secret> secret(String name) {
    known.add(name);
    known.add(name + FILE);
    Optional<Given> inline = sources.fromEnvironment(key(name));
    Optional<Given> file = sources.fromEnvironment(key(name + FILE));
    if (inline.isEmpty() && file.isEmpty()) {
      inline = inFile(name);
      file = inFile(name + FILE);
    }
    if (inline.isPresent() && file.isPresent()) {
      problem(name, "Either the secret itself or its file, not both.");
      return Optional.empty();
    }
    Optional<Secret> secret =
        inline.isPresent()
            ? inline.flatMap(given ->
                understood(
                    name,
                    given,
                    "A text is expected.",
                    SettingsSection::asText,
                    SettingsSection::asSecret))
            : file.flatMap(given ->
                understood(
                    name + FILE,
                    given,
                    "A readable file of at most "
                        + MAX_SECRET_BYTES
                        + " bytes, with one line, is expected.",
                    SettingsSection::asText,
                    this::readSecret));
    Optional<Given> origin = inline.isPresent() ? inline : file;
    secret.ifPresent(_ -> {
      set.add(name);
      sources.effective(key(name), Secret.REDACTED, origin.map(Given::origin).orElse(""));
    });
    return secret;
  }

  Secret requiredSecret(String name) {
    Optional<Secret> secret = secret(name);
    if (secret.isEmpty() && given(name).isEmpty() && given(name + FILE).isEmpty()) {
      problem(
          name,
          "This is required, or %s%s with the path of a file that holds it.".formatted(name, FILE));
    }
    return secret.orElseGet(() -> new Secret(""));
  }

  /// Reports every key that was never asked for, with the one that is nearest to it.
  void close() {
    written.members().keySet().stream()
        .filter(name -> !known.contains(name))
        .forEach(name ->
            problem(
                name,
                "There is no such key%s; here are %s."
                    .formatted(
                        nearest(name).map(meant -> ", the nearest is " + meant).orElse(""),
                        String.join(", ", known))));
  }

  /// Nobody writes a name that is longer than any of ours by mistake, and comparing takes as long
  /// as both are.
  private Optional<String> nearest(String name) {
    return name.length() > LONGEST_COMPARED ? Optional.empty() : NearestName.of(name, known);
  }

  private String key(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private Optional<Given> given(String name) {
    return sources.fromEnvironment(key(name)).or(() -> inFile(name));
  }

  private Optional<Given> inFile(String name) {
    return Optional.ofNullable(written.get(name)).map(value -> sources.fromFile(key(name), value));
  }

  private <T> Optional<T> value(
      String name, String expected, Function<Given, String> text, Function<String, T> parse) {
    known.add(name);
    Optional<Given> given = given(name);
    Optional<T> value = given.flatMap(g -> understood(name, g, expected, text, parse));
    value.ifPresent(_ -> {
      set.add(name);
      given.ifPresent(g -> sources.effective(key(name), text.apply(g), g.origin()));
    });
    return value;
  }

  private <T> Optional<T> understood(
      String name,
      Given given,
      String expected,
      Function<Given, String> text,
      Function<String, T> parse) {
    try {
      return Optional.of(parse.apply(text.apply(given)));
    } catch (IllegalArgumentException e) {
      problem(name, expected);
      return Optional.empty();
    }
  }

  /// Shown as what holds because nothing was given.
  <T> T byDefault(String name, T fallback) {
    sources.effective(key(name), fallback.toString(), "default");
    return fallback;
  }

  private static String asText(Given given) {
    if (given.json() instanceof JsonString text && !text.value().isBlank()) {
      return text.value();
    }
    throw new IllegalArgumentException("not a text");
  }

  private static String asNumber(Given given) {
    return switch (given.json()) {
      case JsonNumber number -> number.token();
      case JsonString text when given.fromEnvironment() -> text.value();
      case Json _ -> throw new IllegalArgumentException("not a number");
    };
  }

  private static String asBoolean(Given given) {
    return switch (given.json()) {
      case JsonBoolean bool -> Boolean.toString(bool.value());
      case JsonString text when given.fromEnvironment() -> text.value();
      case Json _ -> throw new IllegalArgumentException("not a boolean");
    };
  }

  private static String asList(Given given) {
    return switch (given.json()) {
      case JsonArray array ->
          array.items().stream()
              .map(item -> asText(new Given(item, false, given.origin())))
              .peek(SettingsSection::requireNoComma)
              .collect(Collectors.joining(","));
      case JsonString text when given.fromEnvironment() -> text.value();
      case Json _ -> throw new IllegalArgumentException("not a list");
    };
  }

  private static void requireNoComma(String item) {
    if (item.contains(",")) {
      throw new IllegalArgumentException("one item per entry");
    }
  }

  private static URI asUri(String text) {
    URI uri = URI.create(text);
    if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
      throw new IllegalArgumentException("not a web address");
    }
    return uri;
  }

  private static Secret asSecret(String text) {
    String bare = text.strip();
    if (bare.isEmpty() || bare.lines().count() > 1) {
      throw new IllegalArgumentException("empty or several lines");
    }
    return new Secret(bare);
  }

  private Secret readSecret(String file) {
    return asSecret(new String(bytes(file, MAX_SECRET_BYTES), StandardCharsets.UTF_8));
  }

  private byte[] bytes(String file, int most) {
    try (InputStream in = Files.newInputStream(sources.base().resolve(file))) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new IllegalArgumentException("too long");
      }
      return bytes;
    } catch (IOException e) {
      throw new IllegalArgumentException("not readable", e);
    }
  }
}
