package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.countersign.drawing.CardComposer;
import dev.countersign.people.Surface;
import dev.countersign.policy.IdKind;
import dev.countersign.policy.Policy;
import dev.countersign.proposal.ActionKind;
import dev.countersign.proposal.Message;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The core names no chat, so that one more is one more entry of [Surface]: neither in an
/// identifier nor in a text. Looks into the compiled classes, where comments are not.
final class SurfaceNamesTest {
  private static final Pattern CHAT = Pattern.compile("slack|teams", Pattern.CASE_INSENSITIVE);

  /// Files that name chats, and why they may. By which channel a message goes out is what an agent
  /// proposes: those words belong to the action, and are another list than the surfaces where
  /// people are asked, although some of them are called the same.
  private static final Map<String, String> MAY =
      Map.of(
          Surface.class.getName(),
          "the closed list of surfaces, with all that is peculiar to one of them",
          Message.class.getName(),
          "the channel of a message, as actions spell it",
          ActionKind.class.getName(),
          "the same channels, as lists of requests keep them",
          Message.class.getPackageName() + ".ChangesShape",
          "reads the channel of a message, as actions spell it",
          Policy.class.getPackageName() + ".SharedAddress",
          "who can be behind an address depends on the channel of the message",
          IdKind.class.getName(),
          "what a policy's ids of persons are; below the surfaces, and held to them by"
              + " BeneficiaryAccountsTest",
          Policy.class.getPackageName() + ".Secrets",
          "one of those whose published tokens are found in what is sent",
          CardComposer.class.getPackageName() + ".Wording",
          "says on the card by which channel a message goes out");

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.countersign");

  @Test
  void noFileOfTheCoreNamesAChatButTheSurfacesAndTheWordsOfActions() throws IOException {
    Map<String, Set<String>> found = new TreeMap<>();
    for (JavaClass type : CORE) {
      Set<String> names = names(type);
      if (!names.isEmpty()) {
        found.computeIfAbsent(file(type), _ -> new TreeSet<>()).addAll(names);
      }
    }

    Map<String, Set<String>> unwanted = new TreeMap<>(found);
    unwanted.keySet().removeAll(MAY.keySet());
    assertThat(unwanted)
        .as("ask the surface for what is peculiar to it, or loop over all of them")
        .isEmpty();
    assertThat(found.keySet())
        .as("an exception that is none any more goes")
        .containsAll(MAY.keySet());
  }

  private static Set<String> names(JavaClass type) throws IOException {
    Set<String> names = new TreeSet<>();
    try (InputStream in = type.getSource().orElseThrow().getUri().toURL().openStream()) {
      for (PoolEntry entry : ClassFile.of().parse(in.readAllBytes()).constantPool()) {
        if (entry instanceof Utf8Entry text && CHAT.matcher(text.stringValue()).find()) {
          names.add(text.stringValue());
        }
      }
    }
    return names;
  }

  private static String file(JavaClass type) {
    return type.getName().split("\\$", 2)[0];
  }
}
