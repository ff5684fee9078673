package dev.countersign.teams.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceUrlsTest {
  private static final URI PUBLIC = URI.create("https://smba.trafficmanager.net");
  private final ServiceUrls urls = new ServiceUrls(Set.of(PUBLIC));

  @ParameterizedTest
  @CsvSource({
    "https://smba.trafficmanager.net/emea/, https://smba.trafficmanager.net/emea/",
    "https://smba.trafficmanager.net/emea, https://smba.trafficmanager.net/emea/",
    "https://smba.trafficmanager.net, https://smba.trafficmanager.net/",
    "https://smba.trafficmanager.net/, https://smba.trafficmanager.net/",
    "https://smba.trafficmanager.net/amer/aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee/,"
        + " https://smba.trafficmanager.net/amer/aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee/"
  })
  void anAllowedServiceGetsASlashAtItsEnd(String url, String allowed) {
    assertThat(urls.allow(url)).contains(URI.create(allowed));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://",
        "https:///emea/",
        "http://smba.trafficmanager.net/emea/",
        "HTTPS://smba.trafficmanager.net/emea/",
        "https://SMBA.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://smba.trafficmanager.net.",
        "https://smba.trafficmanager.net./emea/",
        "https://evil-smba.trafficmanager.net/",
        "https://smba.trafficmanager.netevil.example/",
        "https://smba-trafficmanager.net/",
        "https://other.trafficmanager.net/emea/",
        "https://evil.example/smba.trafficmanager.net/",
        "https://evil.example/https://smba.trafficmanager.net/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://smba.trafficmanager.net:x@evil.example/",
        "https://user@smba.trafficmanager.net/emea/",
        "https://@smba.trafficmanager.net/emea/",
        "https://evil.example#@smba.trafficmanager.net/",
        "https://evil.example\\@smba.trafficmanager.net/",
        "https://smba.trafficmanager.net\\@evil.example/",
        "https://smba.trafficmanager.net\\.evil.example/",
        "https://smba.trafficmanager.net:443/emea/",
        "https://smba.trafficmanager.net:8443/emea/",
        "https://smba.trafficmanager.net:/emea/",
        "https://smba.trafficmanager.net/emea/?next=x",
        "https://smba.trafficmanager.net?x",
        "https://smba.trafficmanager.net/emea/#x",
        "https://smba.trafficmanager.net/emea/../../x",
        "https://smba.trafficmanager.net/./emea/",
        "https://smba.trafficmanager.net/emea/..",
        "https://smba.trafficmanager.net/.hidden/",
        "https://smba.trafficmanager.net//evil.example/",
        "https://smba.trafficmanager.net/emea//",
        "https://smba.trafficmanager.net/%2e%2e/",
        "https://smba.trafficmanager.net/emea%2f",
        "https://smba.trafficmanager.net/emea\\",
        "https://smba.trafficmanager.net/emea;x=y/",
        "https://smba.trafficmanager.net/emea/\u0000",
        "https://smba.trafficmanager.net/emea/\n",
        "https://smba.trafficmanager.net/emea/ ",
        " https://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net\n.evil.example/",
        "https://smbа.trafficmanager.net/emea/",
        "https://smba.trafficmanager。net/emea/",
        "https://smba.trafficmanager.net／emea/",
        "https://xn--smb-6cd.trafficmanager.net/emea/",
        "https://ｓmba.trafficmanager.net/emea/",
        "https://20.1.2.3/emea/",
        "https://127.0.0.1/emea/",
        "https://[::1]/emea/",
        "//smba.trafficmanager.net/emea/",
        "smba.trafficmanager.net/emea/",
        "ftp://smba.trafficmanager.net/emea/",
        "https:smba.trafficmanager.net/emea/",
        "https:/smba.trafficmanager.net/emea/",
        "javascript:alert(1)"
      })
  void whatLooksLikeAnAllowedServiceIsNone(String url) {
    assertThat(urls.allow(url)).isEmpty();
  }

  @Test
  void anAddressIsThereAndShort() {
    assertThat(urls.allow(null)).isEmpty();
    assertThat(urls.allow(PUBLIC + "/" + "x".repeat(ServiceUrls.MAX_LENGTH))).isEmpty();
  }

  @Test
  void aStoredAddressIsRefusedOnceItsOriginIsTakenAway() {
    URI stored = urls.allow("https://smba.trafficmanager.net/emea/").orElseThrow();
    var shorter = new ServiceUrls(Set.of(URI.create("https://smba.infra.gcc.teams.microsoft.com")));
    assertThat(shorter.allow(stored.toString())).isEmpty();
  }

  @Test
  void aPortIsPartOfTheOrigin() {
    var loopback = new ServiceUrls(Set.of(URI.create("http://127.0.0.1:4711")));
    assertThat(loopback.allow("http://127.0.0.1:4711/teams")).isPresent();
    assertThat(loopback.allow("http://127.0.0.1:4712/teams")).isEmpty();
    assertThat(loopback.allow("http://127.0.0.1/teams")).isEmpty();
    assertThat(loopback.allow("http://127.1:4711/teams")).isEmpty();
    assertThat(loopback.allow("http://localhost:4711/teams")).isEmpty();
  }

  @Test
  void eachCloudsOwnServiceIsAllowedThereAndNowhereElse() {
    for (TeamsCloud cloud : TeamsCloud.values()) {
      var own = new ServiceUrls(Set.of(cloud.serviceOrigin()));
      for (TeamsCloud other : TeamsCloud.values()) {
        assertThat(own.allow(other.coldService().toString()).isPresent()).isEqualTo(other == cloud);
      }
    }
  }
}
