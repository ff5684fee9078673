package dev.countersign.app.file;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A YAML 1.2 file as a tree of JSON, with the line of every place in it.
///
/// One document, a mapping at its root, names that are distinct strings, the core schema's nulls,
/// booleans and decimal numbers; at most [#MAX_BYTES] of UTF-8, [#MAX_PEOPLE_BYTES] where it lists
/// people, and [#MAX_DEPTH] levels. Anchors, aliases, tags and everything else that lets a text
/// mean more than it shows is refused.
///
/// @param name how to call the file when telling its author about it
/// @param text as it stands in the file; in UTF-8 it gives the file's bytes
/// @param digest over its bytes
/// @param lines pointer to line, from 1
public record YamlDocument(
    String name, JsonObject root, String text, Digest digest, Map<String, Integer> lines) {
  public static final int MAX_BYTES = 1024 * 1024;

  /// Room for as many people as [dev.countersign.people.PeopleReader] takes, some 650 bytes each.
  public static final int MAX_PEOPLE_BYTES = 32 * 1024 * 1024;

  public static final int MAX_DEPTH = 32;

  public YamlDocument {
    lines = Map.copyOf(lines);
  }

  public static FileReading<YamlDocument> read(Path file) {
    return read(file, MAX_BYTES);
  }

  /// A file that lists people.
  public static FileReading<YamlDocument> readPeople(Path file) {
    return read(file, MAX_PEOPLE_BYTES);
  }

  private static FileReading<YamlDocument> read(Path file, int most) {
    String name = file.toString();
    try (InputStream in = Files.newInputStream(file)) {
      return read(name, in.readNBytes(most + 1), most);
    } catch (NoSuchFileException e) {
      return unreadable(name, "There is no such file.");
    } catch (AccessDeniedException e) {
      return unreadable(
          name, "The user this process runs as may not read the file; change its owner or mode.");
    } catch (IOException e) {
      return unreadable(
          name,
          Files.isDirectory(file)
              ? "This is a folder; a file is expected."
              : "The file cannot be read: " + e.getClass().getSimpleName() + ".");
    }
  }

  public static FileReading<YamlDocument> read(String name, byte[] bytes) {
    return read(name, bytes, MAX_BYTES);
  }

  private static FileReading<YamlDocument> read(String name, byte[] bytes, int most) {
    return bytes.length > most
        ? unreadable(name, "The file is longer than " + most + " bytes.")
        : YamlReader.read(name, bytes, most);
  }

  private static FileReading<YamlDocument> unreadable(String name, String detail) {
    return new FileReading.Unreadable<>(List.of(FileProblem.of(name, detail)));
  }

  /// The line of a place, or of the nearest place around it that the file has.
  public int line(String pointer) {
    for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
      Integer line = lines.get(at);
      if (line != null) {
        return line;
      }
    }
    return lines.getOrDefault("", 1);
  }

  public FileProblem problem(String pointer, String detail) {
    return new FileProblem(name, line(pointer), pointer, detail);
  }
}
