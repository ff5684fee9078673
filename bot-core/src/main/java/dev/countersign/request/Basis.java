package dev.countersign.request;

/// What an approval rests on.
public sealed interface Basis permits Basis.Ruled, BrokenGlass {

  GrantMode mode();

  /// On what the policy asked for: a quorum of people, or nobody.
  record Ruled(GrantMode mode) implements Basis {
    public Ruled {
      if (mode == GrantMode.BREAKGLASS) {
        throw new IllegalArgumentException("whoever breaks the glass says who they are and why");
      }
    }
  }
}
