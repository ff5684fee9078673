package dev.countersign.teams.settings;

import dev.countersign.secret.Secret;
import java.net.URI;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How the bot proves to Microsoft Entra that it is the registered app. Prints no part of it.
public sealed interface TeamsCredential {

  /// "Client secret" of the app registration: its value, not its id.
  ///
  /// @param secret 8 to 512 printable ASCII characters without blanks
  record ClientSecret(Secret secret) implements TeamsCredential {
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]{8,512}");

    public ClientSecret {
      if (!PRINTABLE.matcher(secret.reveal()).matches()) {
        throw new IllegalArgumentException("not the shape of a client secret");
      }
    }
  }

  /// A certificate uploaded to the app registration, and its key
  /// (learn.microsoft.com/entra/identity-platform/certificate-credentials).
  ///
  /// @param key RSA, and the certificate's own
  record Certificate(PrivateKey key, X509Certificate certificate) implements TeamsCredential {
    /// Bits; Entra accepts no shorter key.
    static final int SHORTEST_KEY = 2_048;

    public Certificate {
      if (!(key instanceof RSAKey own && certificate.getPublicKey() instanceof RSAKey shown)) {
        throw new IllegalArgumentException("the certificate and its key must be RSA");
      }
      if (!own.getModulus().equals(shown.getModulus())) {
        throw new IllegalArgumentException("the key is not the certificate's");
      }
      if (shown.getModulus().bitLength() < SHORTEST_KEY) {
        throw new IllegalArgumentException("the key is shorter than " + SHORTEST_KEY + " bits");
      }
    }

    @Override
    public String toString() {
      return "Certificate[[REDACTED]]";
    }
  }

  /// A user-assigned managed identity of the machine or service that we run on.
  ///
  /// @param clientId the identity's client id, which is also the bot's app id
  /// @param endpoint where the platform hands out tokens; plain http only to this machine and to
  ///   link-local addresses
  /// @param header the value of `X-IDENTITY-HEADER` on App Service and Container Apps
  ///   (`IDENTITY_HEADER`); absent on virtual machines
  record ManagedIdentity(String clientId, URI endpoint, @Nullable Secret header)
      implements TeamsCredential {
    /// The instance metadata service of Azure's virtual machines.
    public static final URI VIRTUAL_MACHINE =
        URI.create("http://169.254.169.254/metadata/identity/oauth2/token");

    private static final Pattern GUID =
        Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern LINK_LOCAL =
        Pattern.compile("169\\.254\\.[0-9]{1,3}\\.[0-9]{1,3}");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

    public ManagedIdentity {
      if (!GUID.matcher(clientId).matches()) {
        throw new IllegalArgumentException("the client id must be a GUID in lower case");
      }
      if (!keepsSecrets(endpoint)) {
        throw new IllegalArgumentException(
            "not an identity endpoint: https, or http on this machine, without user, query and"
                + " fragment");
      }
    }

    /// On a virtual machine.
    public ManagedIdentity(String clientId) {
      this(clientId, VIRTUAL_MACHINE, null);
    }

    private static boolean keepsSecrets(URI endpoint) {
      String host = endpoint.getHost();
      return host != null
          && endpoint.getRawUserInfo() == null
          && endpoint.getRawQuery() == null
          && endpoint.getRawFragment() == null
          && ("https".equals(endpoint.getScheme())
              || ("http".equals(endpoint.getScheme()) && isNear(host)));
    }

    private static boolean isNear(String host) {
      return LOOPBACK.contains(host) || LINK_LOCAL.matcher(host).matches();
    }
  }
}
