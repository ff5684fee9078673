package dev.countersign.json;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one document. Open containers wait on a stack of our own, so depth costs no call stack.
final class CanonicalParser {
  /// A name longer than this is not repeated.
  private static final int MAX_NAME_CHARACTERS = 200;

  private final byte[] input;
  private final StringDecoder strings;
  private final Container[] open = new Container[CanonicalJson.MAX_DEPTH];
  private int depth;
  private int members;
  private int at;

  CanonicalParser(byte[] input) {
    this.input = input;
    this.strings = new StringDecoder(input);
  }

  Json document() {
    try {
      return whole();
    } catch (JsonRefusedException e) {
      throw e.in(place());
    }
  }

  private Json whole() {
    if (input.length >= 3 && (input[0] & 0xff) == 0xef && (input[1] & 0xff) == 0xbb) {
      throw refuse(JsonRefusal.BYTE_ORDER_MARK, "the document starts with a byte order mark");
    }
    @Nullable Json value = value();
    while (true) {
      skipWhitespace();
      if (value == null) {
        value = firstInside();
      } else if (depth > 0) {
        value = after(value);
      } else {
        break;
      }
    }
    if (at < input.length) {
      throw malformed("something follows the value");
    }
    return value;
  }

  /// The next scalar, or null when a container was opened instead.
  private @Nullable Json value() {
    skipWhitespace();
    int c = peek();
    return switch (c) {
      case '"' -> new JsonString(string());
      case '{' -> open(new OpenObject());
      case '[' -> open(new OpenArray());
      case 't' -> literal("true", JsonBoolean.TRUE);
      case 'f' -> literal("false", JsonBoolean.FALSE);
      case 'n' -> literal("null", JsonNull.NULL);
      default -> {
        if (c == '-' || (c >= '0' && c <= '9')) {
          yield number();
        }
        throw malformed("a value was expected");
      }
    };
  }

  private @Nullable Json firstInside() {
    Container container = open[depth - 1];
    return peek() == container.closing() ? close(container) : element(container);
  }

  private @Nullable Json after(Json value) {
    Container container = open[depth - 1];
    container.add(value);
    int c = peek();
    if (c == container.closing()) {
      return close(container);
    }
    if (c != ',') {
      throw malformed("a comma or a closing bracket was expected");
    }
    at++;
    skipWhitespace();
    return element(container);
  }

  private @Nullable Json element(Container container) {
    if (container instanceof OpenObject object) {
      name(object);
    }
    return value();
  }

  private void name(OpenObject object) {
    if (peek() != '"') {
      throw malformed("a member name was expected");
    }
    if (++members > CanonicalJson.MAX_MEMBERS) {
      throw refuse(
          JsonRefusal.TOO_MANY_MEMBERS,
          "a document has at most " + CanonicalJson.MAX_MEMBERS + " members");
    }
    int start = at;
    object.name = null;
    String name = string();
    object.name = name;
    if (object.members.containsKey(name)) {
      throw new JsonRefusedException(
          JsonRefusal.DUPLICATE_NAME, start, "an object has the same member name twice");
    }
    skipWhitespace();
    if (peek() != ':') {
      throw malformed("a colon was expected");
    }
    at++;
  }

  private @Nullable Json open(Container container) {
    if (depth == CanonicalJson.MAX_DEPTH) {
      throw refuse(
          JsonRefusal.TOO_DEEP,
          "objects and arrays nest at most " + CanonicalJson.MAX_DEPTH + " levels deep");
    }
    open[depth++] = container;
    at++;
    return null;
  }

  private Json close(Container container) {
    depth--;
    at++;
    return container.finished();
  }

  private String string() {
    String text = strings.decode(at);
    at = strings.end();
    return text;
  }

  private JsonNumber number() {
    int start = at;
    while (isNumberCharacter(peek())) {
      at++;
    }
    String token = new String(input, start, at - start, StandardCharsets.US_ASCII);
    return new JsonNumber(NumberProfile.canonical(token, start));
  }

  private static boolean isNumberCharacter(int c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
  }

  private Json literal(String word, Json value) {
    for (int i = 0; i < word.length(); i++) {
      if (peek() != word.charAt(i)) {
        throw malformed("a value was expected");
      }
      at++;
    }
    return value;
  }

  private void skipWhitespace() {
    while (at < input.length) {
      byte c = input[at];
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return;
      }
      at++;
    }
  }

  /// The byte at hand, or -1 at the end.
  private int peek() {
    return at < input.length ? input[at] & 0xff : -1;
  }

  private JsonRefusedException malformed(String detail) {
    return refuse(
        JsonRefusal.MALFORMED_JSON, at < input.length ? detail : "the document ends early");
  }

  private JsonRefusedException refuse(JsonRefusal refusal, String detail) {
    return new JsonRefusedException(refusal, at, detail);
  }

  /// Where in the tree it stopped, spelled out only then.
  private String place() {
    String pointer = "";
    for (int i = 0; i < depth; i++) {
      String step = open[i].step();
      if (step == null || step.length() > MAX_NAME_CHARACTERS) {
        break;
      }
      pointer = JsonPointer.below(pointer, step);
    }
    return pointer;
  }

  private abstract static sealed class Container {
    /// The name or index of what is being read inside; null before the first.
    abstract @Nullable String step();

    abstract int closing();

    abstract void add(Json value);

    abstract Json finished();
  }

  private static final class OpenObject extends Container {
    private final FreshMembers members = new FreshMembers();
    private @Nullable String name;

    @Override
    @Nullable String step() {
      return name;
    }

    @Override
    int closing() {
      return '}';
    }

    @Override
    void add(Json value) {
      members.put(requireNonNull(name), value);
    }

    @Override
    Json finished() {
      return new JsonObject(members);
    }
  }

  private static final class OpenArray extends Container {
    private final List<Json> items = new ArrayList<>();

    @Override
    String step() {
      return Integer.toString(items.size());
    }

    @Override
    int closing() {
      return ']';
    }

    @Override
    void add(Json value) {
      items.add(value);
    }

    @Override
    Json finished() {
      return new JsonArray(items);
    }
  }
}
