package dev.countersign;

import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.token.KeyRing;
import java.security.SecureRandom;
import java.time.InstantSource;

/// The key ring of all gates and ledgers of a test run, so that each proves what another sealed.
public final class TestKeys {
  public static final KeyRing RING =
      KeyRing.generate(new SecureRandom(), InstantSource.fixed(TestGate.START));
  public static final EvidenceKeys EVIDENCE = RING.evidence();

  private TestKeys() {}

  /// A gate that proves what the others sealed, and signs with keys of its own.
  public static KeyRing ofAStranger() {
    JsonObject ring = KeyRing.generate(new SecureRandom(), InstantSource.system()).toJson();
    return KeyRing.fromJson(ring.with("evidence", new JsonArray(RING.toJson().items("evidence"))));
  }
}
