package dev.countersign.app;

/// Which build this is, as its jar says; `development` outside of one.
public final class BuildVersion {
  private BuildVersion() {}

  public static String text() {
    String version = BuildVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
