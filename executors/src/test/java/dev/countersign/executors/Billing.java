package dev.countersign.executors;

import dev.countersign.executors.connection.AdvisoryConnection;
import dev.countersign.executors.connection.AllowedCall;
import dev.countersign.executors.connection.AllowedNames;
import dev.countersign.executors.connection.BaseUrl;
import dev.countersign.executors.connection.Connections;
import dev.countersign.executors.connection.HttpConnection;
import dev.countersign.executors.connection.Limits;
import dev.countersign.executors.connection.NetworkAccess;
import dev.countersign.executors.connection.PathTemplate;
import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.credential.SetCredentials;
import dev.countersign.executors.sending.HostResolver;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.ledger.InMemorySendCounts;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;

/// The connection `billing` of these tests, open to this machine, and changed one aspect at a time.
public record Billing(
    String baseUrl,
    Limits limits,
    NetworkAccess network,
    Optional<String> idempotencyHeader,
    HostResolver resolver,
    CredentialResolver credentials,
    SSLSocketFactory tls,
    InstantSource clock) {
  public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  public static final String TOKEN = "Bearer canary-7d1f0c9a52";
  public static final AllowedNames NAMES =
      new AllowedNames(
          Set.of("Accept", "Stripe-Version", "X-Case", "x-a"),
          Set.of("expand[]", "filter[status]", "filter", "limit", "Page", "q"));
  public static final InetAddress HERE = InetAddress.getLoopbackAddress();

  public static Billing at(String baseUrl) {
    return new Billing(
        baseUrl,
        limits(4, Duration.ofSeconds(2), Duration.ofSeconds(5)),
        NetworkAccess.PRIVATE,
        Optional.of("Idempotency-Key"),
        _ -> List.of(HERE),
        SetCredentials.of(Map.of("BILLING_TOKEN", TOKEN)),
        (SSLSocketFactory) SSLSocketFactory.getDefault(),
        InstantSource.fixed(NOW));
  }

  public static Limits limits(int concurrency, Duration slotWait, Duration timeout) {
    return new Limits(
        Optional.empty(), OptionalInt.of(concurrency), slotWait, timeout, timeout, 1024, 1024);
  }

  public Billing with(Limits changed) {
    return new Billing(
        baseUrl, changed, network, idempotencyHeader, resolver, credentials, tls, clock);
  }

  public Billing with(HostResolver changed) {
    return new Billing(
        baseUrl, limits, network, idempotencyHeader, changed, credentials, tls, clock);
  }

  public Billing withCredentials(CredentialResolver changed) {
    return new Billing(baseUrl, limits, network, idempotencyHeader, resolver, changed, tls, clock);
  }

  public Billing with(InstantSource changed) {
    return new Billing(
        baseUrl, limits, network, idempotencyHeader, resolver, credentials, tls, changed);
  }

  public Billing with(SSLSocketFactory changed) {
    return new Billing(
        baseUrl, limits, network, idempotencyHeader, resolver, credentials, changed, clock);
  }

  public Billing withTimeout(Duration timeout) {
    return with(limits(limits.concurrency().orElseThrow(), limits.slotWait(), timeout));
  }

  public Billing withoutIdempotency() {
    return new Billing(
        baseUrl, limits, network, Optional.empty(), resolver, credentials, tls, clock);
  }

  public Billing publicOnly() {
    return with(NetworkAccess.PUBLIC);
  }

  public Billing with(NetworkAccess changed) {
    return new Billing(
        baseUrl, limits, changed, idempotencyHeader, resolver, credentials, tls, clock);
  }

  public HttpConnection connection() {
    return new HttpConnection(
        "billing",
        BaseUrl.parse(baseUrl).orElseThrow(),
        allow(),
        NAMES,
        Map.of(),
        CredentialReference.parse("env:BILLING_TOKEN"),
        limits,
        idempotencyHeader,
        Optional.empty(),
        network);
  }

  public ExecutorRegistry registry() {
    return ExecutorRegistry.of(
        Connections.of(List.of(connection(), new AdvisoryConnection("ledger"))), outbound());
  }

  /// With counts of its own, by its clock.
  public Outbound outbound() {
    return new Outbound(credentials, resolver, tls, clock, new InMemorySendCounts(clock));
  }

  private static List<AllowedCall> allow() {
    return Stream.of(
            allowed(AllowedCall.METHODS, "/v1/refunds"),
            allowed(Set.of("GET", "DELETE"), "/v1/refunds/{id}"),
            allowed(Set.of("POST"), "/v1/customers/{id}/notes"))
        .flatMap(List::stream)
        .toList();
  }

  private static List<AllowedCall> allowed(Set<String> methods, String path) {
    PathTemplate template = PathTemplate.parse(path).orElseThrow();
    return methods.stream().map(method -> new AllowedCall(method, template)).toList();
  }
}
