package dev.countersign.app.file;

import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonPointer;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonString;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Composes a tree from the events of a YAML parser and notes the line of every node. Broken syntax
/// ends the reading; everything else that is wrong is collected.
final class YamlReader {
  private final String name;
  private final Iterator<Event> events;
  private final Map<String, Integer> lines = new HashMap<>();
  private final List<FileProblem> problems = new ArrayList<>();

  private YamlReader(String name, Iterator<Event> events) {
    this.name = name;
    this.events = events;
  }

  static FileReading<YamlDocument> read(String name, byte[] bytes, int most) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new FileReading.Unreadable<>(List.of(FileProblem.of(name, "The file is not UTF-8.")));
    }
    LoadSettings settings = LoadSettings.builder().setLabel(name).setCodePointLimit(most).build();
    return new YamlReader(name, new Parse(settings).parseString(text).iterator())
        .read(text, Digest.of(bytes));
  }

  private FileReading<YamlDocument> read(String text, Digest digest) {
    Json root = JsonNull.NULL;
    try {
      root = document();
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      problems.add(new FileProblem(name, line, "", "This is not YAML: " + e.getProblem() + "."));
    } catch (YamlEngineException e) {
      problems.add(FileProblem.of(name, "The file has characters that YAML does not allow."));
    } catch (IllegalArgumentException e) {
      // The scanner takes the digits of an escape for a number before it has looked at all of them.
      problems.add(FileProblem.of(name, "This is not YAML: an escape in a text is not complete."));
    }
    if (problems.isEmpty() && root instanceof JsonObject object) {
      return new FileReading.Read<>(new YamlDocument(name, object, text, digest, lines));
    }
    if (problems.isEmpty()) {
      problems.add(FileProblem.of(name, "The file must be a mapping of names to values."));
    }
    return new FileReading.Unreadable<>(problems);
  }

  private Json document() {
    Json root = JsonNull.NULL;
    boolean seen = false;
    while (events.hasNext()) {
      Event event = events.next();
      if (!(event instanceof DocumentStartEvent)) {
        continue;
      }
      if (seen) {
        problem(event, "", "A file has one document.");
        break;
      }
      seen = true;
      root = node(events.next(), "", 0);
    }
    return root;
  }

  private Json node(Event event, String pointer, int depth) {
    lines.putIfAbsent(pointer, line(event));
    refuseAnchor(event, pointer);
    if (depth > YamlDocument.MAX_DEPTH && event instanceof CollectionStartEvent) {
      problem(event, pointer, "More than " + YamlDocument.MAX_DEPTH + " levels are not read.");
      skip();
      return JsonNull.NULL;
    }
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar, pointer);
      case MappingStartEvent mapping -> mapping(mapping, pointer, depth);
      case SequenceStartEvent sequence -> sequence(sequence, pointer, depth);
      case AliasEvent _ -> JsonNull.NULL;
      default -> throw new IllegalStateException("no node starts with " + event.getEventId());
    };
  }

  private Json mapping(MappingStartEvent start, String pointer, int depth) {
    refuseTag(start.getTag().isPresent(), start, pointer);
    var members = new LinkedHashMap<String, Json>();
    for (Event key = events.next(); !(key instanceof MappingEndEvent); key = events.next()) {
      String member = name(key, pointer);
      String at = JsonPointer.below(pointer, member);
      if (members.containsKey(member)) {
        problem(key, at, "This name stands here twice.");
      }
      lines.putIfAbsent(at, line(key));
      members.put(member, node(events.next(), at, depth + 1));
    }
    return new JsonObject(members);
  }

  private String name(Event key, String pointer) {
    refuseAnchor(key, pointer);
    if (key instanceof AliasEvent) {
      return "";
    }
    if (key instanceof CollectionStartEvent) {
      problem(key, pointer, "A name is a string.");
      skip();
      return "";
    }
    if (key instanceof ScalarEvent scalar && scalar(scalar, pointer) instanceof JsonString text) {
      return text.value();
    }
    problem(key, pointer, "A name is a string; put it into quotes.");
    return "";
  }

  private Json sequence(SequenceStartEvent start, String pointer, int depth) {
    refuseTag(start.getTag().isPresent(), start, pointer);
    var items = new ArrayList<Json>();
    for (Event item = events.next(); !(item instanceof SequenceEndEvent); item = events.next()) {
      items.add(node(item, pointer + "/" + items.size(), depth + 1));
    }
    return new JsonArray(items);
  }

  private Json scalar(ScalarEvent event, String pointer) {
    refuseTag(event.getTag().isPresent(), event, pointer);
    String text = event.getValue();
    if (!isText(text)) {
      problem(event, pointer, "The text has characters that nothing here can hold.");
      return JsonNull.NULL;
    }
    if (!event.isPlain()) {
      return Json.of(text);
    }
    try {
      return CoreSchema.value(text);
    } catch (JsonRefusedException e) {
      problem(
          event,
          pointer,
          "This looks like a number but is not a plain decimal one; if it is a text, put it into"
              + " quotes.");
      return JsonNull.NULL;
    }
  }

  /// Escapes can spell what bytes of UTF-8 cannot: half a character; and NUL, which Postgres
  /// refuses.
  private static boolean isText(String text) {
    return text.indexOf('\0') < 0
        && text.codePoints()
            .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private void refuseAnchor(Event event, String pointer) {
    if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      problem(
          event, pointer, "Anchors and aliases are not read; write the value where it is meant.");
    }
  }

  private void refuseTag(boolean tagged, Event event, String pointer) {
    if (tagged) {
      problem(event, pointer, "Tags are not read.");
    }
  }

  /// Passes over the rest of a collection that has just started, however deep it is.
  private void skip() {
    int open = 1;
    while (open > 0) {
      Event event = events.next();
      if (event instanceof CollectionStartEvent) {
        open++;
      } else if (event instanceof CollectionEndEvent) {
        open--;
      }
    }
  }

  private void problem(Event event, String pointer, String detail) {
    problems.add(new FileProblem(name, line(event), pointer, detail));
  }

  private static int line(Event event) {
    return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }
}
