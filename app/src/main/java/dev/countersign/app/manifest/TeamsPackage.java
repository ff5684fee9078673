package dev.countersign.app.manifest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The Teams app of one deployment: the package that an administrator uploads, a zip with the
/// manifest and two icons at its root
/// (<https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package>).
///
/// The bot's id is the app's id as well: one deployment is one registration and one app.
public record TeamsPackage(GateAddress gate, TeamsAppId app, TeamsAppVersion version) {
  static final String MANIFEST = "manifest.json";
  static final String COLOR = "color.png";
  static final String OUTLINE = "outline.png";

  private static final String FOLDER = "teams/";

  /// Any fixed time will do, except 1980-01-01: the JDK takes that one for "out of range" and adds
  /// a field that depends on the time zone.
  private static final LocalDateTime WRITTEN = LocalDateTime.of(1980, 2, 1, 0, 0);

  public String manifest() {
    return Template.read(FOLDER + MANIFEST)
        .with(Template.ADDRESS, gate.text())
        .with(TeamsAppId.NIL, app.text())
        .with(quoted(TeamsAppVersion.NONE), quoted(version.text()))
        .text();
  }

  /// The same bytes for the same values, on every machine: somebody else can check a package by
  /// making it again.
  public byte[] zip() {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      put(zip, MANIFEST, manifest().getBytes(StandardCharsets.UTF_8));
      put(zip, COLOR, Template.bytes(FOLDER + COLOR));
      put(zip, OUTLINE, Template.bytes(FOLDER + OUTLINE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// Stored, not compressed: compressed bytes differ between JDKs.
  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    var check = new CRC32();
    check.update(content);
    var entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(check.getValue());
    entry.setTimeLocal(WRITTEN);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
