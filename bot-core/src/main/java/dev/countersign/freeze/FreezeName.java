package dev.countersign.freeze;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// How somebody names a freeze that is on: by its number or by its scope.
public sealed interface FreezeName {

  /// @param value of the entry that began it
  record Numbered(int value) implements FreezeName {
    private static final Pattern SHAPE = Pattern.compile("[0-9]{1,9}");
  }

  /// Its scope, exactly.
  record Of(FreezeScope scope) implements FreezeName {}

  /// @param text a number, or a scope in one word or two
  /// @return empty when it is neither, or when more stands behind it
  static Optional<FreezeName> parse(String text) {
    String name = text.strip();
    if (Numbered.SHAPE.matcher(name).matches()) {
      return Optional.of(new Numbered(Integer.parseInt(name)));
    }
    ScopeTyped typed = ScopeTyped.of(name);
    return typed.behind().isEmpty() ? typed.scope().map(Of::new) : Optional.empty();
  }

  /// The freeze that is called so, of those that are on.
  default Optional<Freeze> in(Freezing now) {
    return switch (this) {
      case Numbered(int value) -> now.of(value);
      case Of(FreezeScope scope) -> now.of(scope);
    };
  }

  /// A scope in one word or two, `agent:support-bot` or `agent support-bot`.
  ///
  /// @param scope empty where it is none
  /// @param behind what stands behind it; may be empty
  record ScopeTyped(Optional<FreezeScope> scope, String behind) {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /// A scope of one word, or of two, and all the rest.
    private static final int PARTS = 3;

    public static ScopeTyped of(String text) {
      String[] one = BLANKS.split(text.strip(), 2);
      Optional<FreezeScope> scope = scope(one[0]);
      if (scope.isPresent() || one.length < 2) {
        return new ScopeTyped(scope, one.length < 2 ? "" : one[1]);
      }
      String[] two = BLANKS.split(text.strip(), PARTS);
      return new ScopeTyped(scope(two[0] + ":" + two[1]), two.length < PARTS ? "" : two[2]);
    }

    private static Optional<FreezeScope> scope(String word) {
      return FreezeScope.parse(word.toLowerCase(Locale.ROOT));
    }
  }
}
