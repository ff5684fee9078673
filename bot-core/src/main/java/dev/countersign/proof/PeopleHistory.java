package dev.countersign.proof;

import dev.countersign.json.Digest;
import dev.countersign.people.Directory;
import dev.countersign.people.People;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.PeopleText;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The people of each import that a genuine entry of the deployment's chain tells of, by the digest
/// that rulings and votes name.
final class PeopleHistory {
  /// Votes that follow one another mostly name the same import, and a large one is long to read.
  private static final int MOST_READ = 8;

  private final Map<String, byte[]> texts = new HashMap<>();
  private final Map<String, Directory> read =
      new LinkedHashMap<>(MOST_READ, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Directory> eldest) {
          return size() > MOST_READ;
        }
      };

  /// @param text whose digest the entry tells
  void add(byte[] text) {
    texts.put(Digest.of(text).value(), text.clone());
  }

  boolean knows(String digest) {
    return texts.containsKey(digest);
  }

  /// @throws RuntimeException when the text is not one of people
  Optional<People> people(String digest) {
    return Optional.ofNullable(texts.get(digest)).map(PeopleText::read);
  }

  /// @throws RuntimeException when the text is not one of people
  Optional<Directory> of(String digest) {
    byte[] text = texts.get(digest);
    return text == null
        ? Optional.empty()
        : Optional.of(
            read.computeIfAbsent(
                digest, _ -> new PeopleDirectory(PeopleText.read(text), new Digest(digest))));
  }
}
