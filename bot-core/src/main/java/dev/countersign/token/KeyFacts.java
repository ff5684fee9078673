package dev.countersign.token;

import dev.countersign.json.Digest;
import java.time.Instant;

/// What may be told about a key: for the audit, the console and the doctor.
///
/// @param since when the key entered this state
/// @param fingerprint of a grant key its JWK thumbprint (RFC 7638); of any other key a digest that
///   nobody can compute without having the key
public record KeyFacts(
    KeyPurpose purpose, String kid, KeyState state, Instant since, Digest fingerprint) {}
