package dev.countersign.json;

/// A document of our own making does not have the shape we gave it: corruption or a version we do
/// not know.
public final class JsonShapeException extends RuntimeException {
  public JsonShapeException(String member, String expected) {
    super("member \"" + member + "\" is not " + expected);
  }
}
