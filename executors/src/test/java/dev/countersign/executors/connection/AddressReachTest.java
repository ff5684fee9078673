package dev.countersign.executors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.Billing;
import dev.countersign.executors.Calls;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.executors.RawTarget;
import dev.countersign.executors.sending.HostResolver;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Fixtures;
import dev.countersign.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressReachTest {

  private static AddressReach reach(String literal) {
    return AddressReach.of(InetAddress.ofLiteral(literal));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.1.1.1", "93.184.215.14", "100.63.255.255", "172.32.0.1", "2606:4700::1"})
  void theInternetIsPublic(String literal) {
    assertThat(reach(literal)).isEqualTo(AddressReach.PUBLIC);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.1.2.3",
        "127.0.0.1",
        "127.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "100.127.255.255",
        "::1",
        "fc00::1",
        "fdff::1"
      })
  void privateNetworksAndThisMachineNeedAnOptIn(String literal) {
    assertThat(reach(literal)).isEqualTo(AddressReach.PRIVATE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "169.254.169.254",
        "169.254.1.1",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::7f00:1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1",
        "100::1",
        "2001::1",
        "2001:2::1",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "5f00::1",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "ff02::1",
        "fd00:ec2::254",
        "fd20:ce::254",
        "4000::1"
      })
  void theRestIsClosedForEveryConnection(String literal) {
    assertThat(reach(literal)).isEqualTo(AddressReach.CLOSED);
    assertThat(reach(literal).isOpen(true)).isFalse();
  }

  @Test
  void mappedAddressesAreClosedAsBytesToo() {
    byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffff7f000001");
    assertThat(AddressReach.of(mapped)).isEqualTo(AddressReach.CLOSED);
  }

  @Test
  void everyRangeOfTheVectorsIsDeniedFromItsFirstToItsLastAddress() {
    var vectors =
        (JsonObject)
            CanonicalJson.parse(Fixtures.bytes(Fixtures.require("vectors/ssrf/deny-cidrs.json")));
    List<String> cidrs = vectors.objects("cidrs", entry -> entry.text("cidr"));
    var open = new ArrayList<String>();
    for (String cidr : cidrs) {
      String[] parts = cidr.split("/", -1);
      byte[] first = InetAddress.ofLiteral(parts[0]).getAddress();
      byte[] last = first.clone();
      for (int bit = Integer.parseInt(parts[1]); bit < last.length * 8; bit++) {
        last[bit / 8] |= (byte) (0x80 >>> (bit % 8));
      }
      if (AddressReach.of(first).isOpen(false) || AddressReach.of(last).isOpen(false)) {
        open.add(cidr);
      }
    }
    assertThat(cidrs).hasSizeGreaterThan(20);
    assertThat(open).isEmpty();
  }

  private static Outcome send(Billing billing) {
    return Calls.send(
        billing.registry(), Calls.order(Calls.post(billing.baseUrl() + "/v1/refunds")));
  }

  private static HostResolver answering(String... literals) {
    return _ -> List.of(literals).stream().map(InetAddress::ofLiteral).toList();
  }

  @Test
  void aPrivateAddressIsDeniedWithoutTheOptIn() throws IOException {
    try (var target = new RawTarget((socket, t) -> t.readRequest(socket))) {
      assertThat(send(Billing.at(target.baseUrl()).publicOnly()))
          .isEqualTo(new Outcome.Failed("address_denied", 0));
      assertThat(target.connections()).isZero();
    }
  }

  @Test
  void oneBadAddressAmongGoodOnesDeniesThemAll() throws IOException {
    try (var target = new RawTarget((socket, t) -> t.readRequest(socket))) {
      assertThat(send(Billing.at(target.baseUrl()).with(answering("127.0.0.1", "169.254.169.254"))))
          .isEqualTo(new Outcome.Failed("address_denied", 0));
      assertThat(target.connections()).isZero();
    }
  }

  @Test
  void theOptInDoesNotOpenTheMetadataService() {
    assertThat(send(Billing.at("http://metadata.example:9").with(answering("169.254.169.254"))))
        .isEqualTo(new Outcome.Failed("address_denied", 0));
  }

  @Test
  void aNameIsLookedUpOncePerSendAndConnectedToAsItWasChecked() throws IOException {
    var lookUps = new AtomicInteger();
    // A rebinding name server: harmless when asked first, the metadata service ever after.
    HostResolver rebinding =
        _ ->
            List.of(
                InetAddress.ofLiteral(
                    lookUps.incrementAndGet() == 1 ? "127.0.0.1" : "169.254.169.254"));
    try (var target =
        new RawTarget((socket, t) -> {
          t.readRequest(socket);
          RawTarget.write(socket, "HTTP/1.1 204 No Content\r\n\r\n");
        })) {
      Billing billing = Billing.at(target.baseUrl()).with(rebinding);
      ExecutorRegistry registry = billing.registry();
      var order = Calls.order(Calls.post(billing.baseUrl() + "/v1/refunds"));

      assertThat(Calls.send(registry, order)).isInstanceOf(Outcome.Succeeded.class);
      assertThat(lookUps).hasValue(1);
      assertThat(Calls.send(registry, order)).isEqualTo(new Outcome.Failed("address_denied", 0));
      assertThat(lookUps).hasValue(2);
      assertThat(target.connections()).isEqualTo(1);
    }
  }

  @Test
  void anUnreachableFirstAddressGivesWayToTheNextCheckedOne() throws IOException {
    try (var target =
        new RawTarget((socket, t) -> {
          t.readRequest(socket);
          RawTarget.write(socket, "HTTP/1.1 204 No Content\r\n\r\n");
        })) {
      assertThat(send(Billing.at(target.baseUrl()).with(answering("127.0.0.9", "127.0.0.1"))))
          .isInstanceOf(Outcome.Succeeded.class);
      assertThat(target.requests()).hasSize(1);
    }
  }

  @Test
  void anEmptyAnswerOfTheResolverIsNoAddress() {
    assertThat(send(Billing.at("http://api.billing.example:9").with(answering())))
        .isEqualTo(new Outcome.Failed("dns_failed", 0));
  }
}
