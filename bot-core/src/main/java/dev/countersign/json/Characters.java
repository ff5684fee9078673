package dev.countersign.json;

/// The characters that no document may hold: U+0000, which Postgres text cannot store, and the 66
/// noncharacters.
final class Characters {
  private Characters() {}

  static boolean isForbidden(int codePoint) {
    return codePoint == 0
        || (codePoint >= 0xfdd0 && codePoint <= 0xfdef)
        || (codePoint & 0xfffe) == 0xfffe;
  }
}
