package dev.countersign.catalogue;

import dev.countersign.catalogue.Reading.Meaning;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonBoolean;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonString;
import java.util.Map;

/// How a coded value reads.
public sealed interface Decoding
    permits Decoding.Text, Decoding.Coded, MoneyDecoding, TimeDecoding {

  /// @param bytes of the whole action, for what the value's meaning depends on
  /// @param value what stands at the field's place
  Meaning of(Bytes bytes, Json value);

  /// Whether the meaning is in the gate's own words, so that it may stand in a headline.
  default boolean isInWords() {
    return true;
  }

  /// A name or number that means itself.
  record Text() implements Decoding {
    @Override
    public Meaning of(Bytes bytes, Json value) {
      return switch (value) {
        case JsonString(var text) -> Meaning.supplied(text);
        case JsonNumber(var token) -> Meaning.supplied(token);
        case JsonBoolean _ -> Meaning.supplied(CanonicalJson.text(value));
        default -> Meaning.unclear(value);
      };
    }

    @Override
    public boolean isInWords() {
      return false;
    }
  }

  /// One of a few codes, each with the operator's words for it.
  record Coded(Map<String, String> words) implements Decoding {
    public Coded {
      words = Map.copyOf(words);
    }

    @Override
    public Meaning of(Bytes bytes, Json value) {
      String code = value instanceof JsonString(var text) ? text : CanonicalJson.text(value);
      String found = words.get(code);
      return found == null ? Meaning.unclear(value) : new Meaning.Words(found);
    }
  }
}
