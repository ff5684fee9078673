package dev.countersign.app.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.countersign.app.http.StaticPage;
import dev.countersign.card.Command;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Fixtures;
import dev.countersign.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What an administrator uploads is what Teams accepts and what the code does.
final class TeamsPackageTest {
  private static final String GATE = "https://gate.example.org";
  private static final String APP = "1d4f7c1e-0a5b-4c0e-9b57-2f6a3c8e9d10";
  private static final TeamsPackage PACKAGE =
      new TeamsPackage(new GateAddress(GATE), new TeamsAppId(APP), new TeamsAppVersion("1.2.3"));
  private static final JsonObject MANIFEST =
      (JsonObject) CanonicalJson.parse(PACKAGE.manifest().getBytes(StandardCharsets.UTF_8));
  private static final JsonObject BOT = MANIFEST.objects("bots", bot -> bot).getFirst();

  private record Offer(List<String> scopes, List<String> triggers, List<Named> commands) {}

  private record Named(String title, String description) {}

  @Test
  void theOfficialSchemaAcceptsIt() {
    Schema schema = officialSchema();

    assertThat(schema.validate(PACKAGE.manifest(), InputFormat.JSON)).isEmpty();
    String wrong = PACKAGE.manifest().replace("\"slash\"", "\"backslash\"");
    assertThat(schema.validate(wrong, InputFormat.JSON)).isNotEmpty();
  }

  /// One of its patterns has `[\b]`, a backspace in JavaScript, which Java refuses to compile.
  private static Schema officialSchema() {
    String version = MANIFEST.text("manifestVersion");
    assertThat(MANIFEST.text("$schema")).contains("/teams/v" + version + "/");
    byte[] schema =
        Fixtures.bytes(
            Fixtures.require(
                "platforms/teams-manifest/MicrosoftTeams.schema.v" + version + ".json"));
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
        .getSchema(
            new String(schema, StandardCharsets.UTF_8).replace("\\\\f\\\\b", "\\\\f\\\\x08"));
  }

  @Test
  void theDeploymentIsFilledIn() {
    assertThat(MANIFEST.text("id")).isEqualTo(APP);
    assertThat(BOT.text("botId")).isEqualTo(APP);
    assertThat(MANIFEST.text("version")).isEqualTo("1.2.3");
    assertThat(
            Stream.of("websiteUrl", "privacyUrl", "termsOfUseUrl")
                .map(MANIFEST.object("developer")::text))
        .as("pages that the gate itself serves")
        .containsExactlyElementsOf(
            StaticPage.all().stream().map(page -> GATE + page.path()).toList());
    assertThat(MANIFEST.object("localizationInfo").text("defaultLanguageTag")).isEqualTo("en");
    assertThat(PACKAGE.manifest()).doesNotContain("example.com", TeamsAppId.NIL, "0.0.0");
  }

  @Test
  void textsFitWhereTeamsShowsThem() {
    assertThat(MANIFEST.object("name").text("short")).hasSizeLessThanOrEqualTo(30);
    assertThat(MANIFEST.object("name").text("full")).hasSizeLessThanOrEqualTo(100);
    assertThat(MANIFEST.object("description").text("short")).hasSizeLessThanOrEqualTo(80);
    assertThat(MANIFEST.object("description").text("full")).hasSizeLessThanOrEqualTo(4_000);
    assertThat(MANIFEST.object("developer").text("name")).hasSizeLessThanOrEqualTo(32);
  }

  /// No permission, domain, file, call or single sign-on: nothing of it is used.
  @Test
  void itAsksForNothingButABot() {
    assertThat(MANIFEST.members().keySet())
        .containsExactlyInAnyOrder(
            "$schema",
            "manifestVersion",
            "version",
            "id",
            "developer",
            "name",
            "description",
            "localizationInfo",
            "icons",
            "accentColor",
            "defaultInstallScope",
            "bots",
            "validDomains");
    assertThat(MANIFEST.items("validDomains")).isEmpty();
    assertThat(MANIFEST.items("bots")).hasSize(1);
    assertThat(BOT.members().keySet())
        .containsExactlyInAnyOrder("botId", "scopes", "supportsTargetedMessages", "commandLists");
    assertThat(BOT.texts("scopes")).containsExactlyInAnyOrder("team", "personal", "groupChat");
  }

  @Test
  void everyScopeOffersExactlyTheCommandsOfTheShortList() {
    List<Named> known =
        Arrays.stream(Command.values())
            .filter(Command::isListed)
            .map(command -> new Named(command.word(), command.description()))
            .toList();

    assertThat(known).hasSizeLessThanOrEqualTo(10);
    assertThat(known)
        .allSatisfy(command -> {
          assertThat(command.title()).hasSizeLessThanOrEqualTo(128);
          assertThat(command.description()).hasSizeLessThanOrEqualTo(4_000);
        });
    assertThat(offers()).hasSizeLessThanOrEqualTo(3).allMatch(o -> o.commands().equals(known));
    assertThat(offers().stream().flatMap(offer -> offer.scopes().stream()))
        .containsExactlyInAnyOrderElementsOf(BOT.texts("scopes"));
  }

  /// A message that only the bot sees exists where others could read along, and nowhere else.
  @Test
  void slashCommandsAreOfferedWhereOthersReadAlong() {
    assertThat(BOT.bool("supportsTargetedMessages")).isTrue();
    assertThat(offers().stream().filter(offer -> offer.triggers().contains("slash")))
        .flatMap(Offer::scopes)
        .containsExactlyInAnyOrder("team", "groupChat");
  }

  private static List<Offer> offers() {
    return BOT.objects(
        "commandLists",
        list ->
            new Offer(
                list.texts("scopes"),
                list.texts("triggers"),
                list.objects(
                    "commands",
                    command -> new Named(command.text("title"), command.text("description")))));
  }

  @Test
  void theZipHoldsTheManifestAndItsIconsAtTheRootInAFixedOrder() throws IOException {
    assertThat(files().keySet()).containsExactly("manifest.json", "color.png", "outline.png");
    assertThat(files().get("manifest.json"))
        .isEqualTo(PACKAGE.manifest().getBytes(StandardCharsets.UTF_8));
    assertThat(MANIFEST.object("icons").text("color")).isEqualTo("color.png");
    assertThat(MANIFEST.object("icons").text("outline")).isEqualTo("outline.png");
  }

  /// Neither the clock nor the time zone nor the JDK's compression is in the bytes.
  @Test
  void theSameValuesMakeTheSameBytes() throws IOException {
    assertThat(PACKAGE.zip()).isEqualTo(PACKAGE.zip());
    try (var zip = new ZipInputStream(new ByteArrayInputStream(PACKAGE.zip()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        assertThat(entry.getTimeLocal()).isEqualTo(LocalDateTime.of(1980, 2, 1, 0, 0));
        assertThat(entry.getExtra()).isNull();
        assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
      }
    }
  }

  @Test
  void theColourIconIsASolidSquare() throws IOException {
    BufferedImage icon = icon("color.png", 192);

    assertThat(pixels(icon)).allMatch(argb -> argb >>> 24 == 0xff);
    assertThat(icon.getRGB(0, 0) & 0xffffff)
        .isEqualTo(Integer.parseInt(MANIFEST.text("accentColor").substring(1), 16));
  }

  @Test
  void theOutlineIconIsWhiteOnNothing() throws IOException {
    BufferedImage icon = icon("outline.png", 32);

    assertThat(pixels(icon)).allMatch(argb -> argb >>> 24 == 0 || (argb & 0xffffff) == 0xffffff);
    assertThat(pixels(icon)).contains(0xffffffff);
    assertThat(icon.getRGB(0, 0) >>> 24).isZero();
  }

  @ParameterizedTest
  @MethodSource
  void whatIsNoHttpsAddressIsRefused(String text) {
    assertThat(refusal(() -> new GateAddress(text))).startsWith("an https address such as ");
  }

  static List<String> whatIsNoHttpsAddressIsRefused() {
    return List.of(
        "",
        "gate.example.org",
        "http://gate.example.org",
        "HTTPS://gate.example.org",
        "https://",
        "https:///path",
        "https://me@gate.example.org",
        "https://gate.example.org?x=1",
        "https://gate.example.org/?",
        "https://gate.example.org#x",
        "https://gate.example.org//",
        "https://gate.example.org/a/../b",
        "https://gate.example.org/a b",
        "https://gate.example.org/\"",
        "https://gate.example.org/ä",
        "https://gate_1.example.org",
        "https://gate.example.org/" + "a".repeat(1_000));
  }

  @ParameterizedTest
  @MethodSource
  void whatIsNoIdOfAnAppIsRefused(String text) {
    assertThat(refusal(() -> new TeamsAppId(text))).startsWith("the application id that Entra");
  }

  static List<String> whatIsNoIdOfAnAppIsRefused() {
    return List.of("", "1-1-1-1-1", TeamsAppId.NIL, APP + "0", "{" + APP + "}", APP + "\n");
  }

  @ParameterizedTest
  @MethodSource
  void whatIsNoVersionIsRefused(String text) {
    assertThat(refusal(() -> new TeamsAppVersion(text))).startsWith("three numbers ");
  }

  static List<String> whatIsNoVersionIsRefused() {
    return List.of("", "1", "1.0", "1.0.0.0", "01.0.0", "1.0.0-beta", "0.0.0", "1.0.100000");
  }

  @Test
  void oneSlashAtTheEndAndUpperCaseAreSpellings() {
    assertThat(new GateAddress(GATE + "/")).isEqualTo(new GateAddress(GATE));
    assertThat(new TeamsAppId("1D4F7C1E-0A5B-4C0E-9B57-2F6A3C8E9D10").text()).isEqualTo(APP);
  }

  private static String refusal(Runnable made) {
    try {
      made.run();
    } catch (IllegalArgumentException e) {
      return Objects.requireNonNull(e.getMessage());
    }
    return "accepted";
  }

  private static BufferedImage icon(String name, int size) throws IOException {
    byte[] file = Objects.requireNonNull(files().get(name));
    BufferedImage icon = ImageIO.read(new ByteArrayInputStream(file));
    assertThat(icon.getWidth()).isEqualTo(size);
    assertThat(icon.getHeight()).isEqualTo(size);
    return icon;
  }

  private static List<Integer> pixels(BufferedImage icon) {
    return IntStream.range(0, icon.getWidth() * icon.getHeight())
        .mapToObj(i -> icon.getRGB(i % icon.getWidth(), i / icon.getWidth()))
        .toList();
  }

  private static Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(PACKAGE.zip()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    }
    return files;
  }
}
