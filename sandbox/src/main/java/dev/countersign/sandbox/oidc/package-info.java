/// An issuer of OpenID Connect as the wire has it, for tests and for trying out: discovery, keys,
/// the code flow with PKCE, and every way in which an issuer could mislead. Loopback only.
@NullMarked
package dev.countersign.sandbox.oidc;

import org.jspecify.annotations.NullMarked;
