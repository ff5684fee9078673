package dev.countersign.console;

import com.yubico.webauthn.AssertionRequest;
import com.yubico.webauthn.CredentialRepository;
import com.yubico.webauthn.FinishAssertionOptions;
import com.yubico.webauthn.FinishRegistrationOptions;
import com.yubico.webauthn.RegisteredCredential;
import com.yubico.webauthn.RegistrationResult;
import com.yubico.webauthn.RelyingParty;
import com.yubico.webauthn.data.AuthenticatorAssertionResponse;
import com.yubico.webauthn.data.AuthenticatorAttestationResponse;
import com.yubico.webauthn.data.AuthenticatorData;
import com.yubico.webauthn.data.AuthenticatorSelectionCriteria;
import com.yubico.webauthn.data.ByteArray;
import com.yubico.webauthn.data.ClientAssertionExtensionOutputs;
import com.yubico.webauthn.data.ClientRegistrationExtensionOutputs;
import com.yubico.webauthn.data.CollectedClientData;
import com.yubico.webauthn.data.PublicKeyCredential;
import com.yubico.webauthn.data.PublicKeyCredentialCreationOptions;
import com.yubico.webauthn.data.PublicKeyCredentialDescriptor;
import com.yubico.webauthn.data.PublicKeyCredentialParameters;
import com.yubico.webauthn.data.PublicKeyCredentialRequestOptions;
import com.yubico.webauthn.data.RelyingPartyIdentity;
import com.yubico.webauthn.data.ResidentKeyRequirement;
import com.yubico.webauthn.data.UserIdentity;
import com.yubico.webauthn.data.UserVerificationRequirement;
import com.yubico.webauthn.data.exception.Base64UrlException;
import com.yubico.webauthn.exception.AssertionFailedException;
import com.yubico.webauthn.exception.RegistrationFailedException;
import dev.countersign.json.Digest;
import dev.countersign.passkey.AssertionCheck;
import dev.countersign.passkey.Passkey;
import dev.countersign.passkey.PasskeyAssertion;
import dev.countersign.passkey.StrongerRefusal;
import dev.countersign.proposal.PersonId;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what authenticators make and sign, with the user verified, for one origin and its host.
/// Counts of signatures are not judged here: the store knows what was told before.
final class WebAuthn implements AssertionCheck {
  /// The algorithms that keys may have, by their numbers in COSE.
  static final List<PublicKeyCredentialParameters> ALGORITHMS =
      List.of(
          PublicKeyCredentialParameters.ES256,
          PublicKeyCredentialParameters.EdDSA,
          PublicKeyCredentialParameters.RS256);

  private static final String SOMEBODY = "whoever's handle it is";

  private static final Logger log = LoggerFactory.getLogger(WebAuthn.class);

  private final Predicate<String> admitted;

  /// @param admitted origins for which passkeys count
  WebAuthn(Predicate<String> admitted) {
    this.admitted = admitted;
  }

  /// Which challenge the browser says was answered.
  static Optional<String> challenge(String clientData) {
    try {
      return Optional.of(new CollectedClientData(bytes(clientData)).getChallenge().getBase64Url());
    } catch (IOException | Base64UrlException | RuntimeException _) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Long> signatures(PasskeyAssertion assertion, Passkey passkey, byte[] challenge) {
    String origin = passkey.material().origin();
    if (!admitted.test(origin)) {
      log.info("passkey {} was made for another address", passkey.number());
      return Optional.empty();
    }
    try {
      RegisteredCredential credential =
          RegisteredCredential.builder()
              .credentialId(bytes(passkey.material().credential()))
              .userHandle(new ByteArray(Passkey.handle(passkey.person())))
              .publicKeyCose(bytes(passkey.material().key()))
              .build();
      var response =
          PublicKeyCredential
              .<AuthenticatorAssertionResponse, ClientAssertionExtensionOutputs>builder()
              .id(bytes(assertion.credential()))
              .response(
                  AuthenticatorAssertionResponse.builder()
                      .authenticatorData(bytes(assertion.authenticatorData()))
                      .clientDataJSON(bytes(assertion.clientData()))
                      .signature(bytes(assertion.signature()))
                      .userHandle(bytes(assertion.userHandle()))
                      .build())
              .clientExtensionResults(ClientAssertionExtensionOutputs.builder().build())
              .build();
      var result =
          party(origin, Optional.of(credential))
              .finishAssertion(
                  FinishAssertionOptions.builder()
                      .request(
                          AssertionRequest.builder()
                              .publicKeyCredentialRequestOptions(
                                  PublicKeyCredentialRequestOptions.builder()
                                      .challenge(new ByteArray(challenge))
                                      .rpId(host(origin))
                                      .userVerification(UserVerificationRequirement.REQUIRED)
                                      .build())
                              .build())
                      .response(response)
                      .build());
      boolean proven =
          result.isSuccess()
              && result.isUserVerified()
              && result.getCredential().getUserHandle().equals(credential.getUserHandle())
              && result.getCredential().getCredentialId().equals(credential.getCredentialId());
      return proven ? Optional.of(result.getSignatureCount()) : Optional.empty();
    } catch (AssertionFailedException | IOException | Base64UrlException | RuntimeException e) {
      log.info("what a passkey signed is refused: {}", e.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  /// Read without a proof: what somebody makes up says what they like.
  @Override
  public StrongerRefusal whyNot(PasskeyAssertion assertion, Passkey passkey) {
    String origin = passkey.material().origin();
    if (!admitted.test(origin)) {
      return StrongerRefusal.OTHER_ADDRESS;
    }
    try {
      AuthenticatorData told = new AuthenticatorData(bytes(assertion.authenticatorData()));
      boolean here =
          new CollectedClientData(bytes(assertion.clientData())).getOrigin().equals(origin)
              && told.getRpIdHash()
                  .equals(
                      new ByteArray(
                          Digest.sha256(host(origin).getBytes(StandardCharsets.US_ASCII))));
      if (!here) {
        return StrongerRefusal.OTHER_ORIGIN;
      }
      return told.getFlags().UV ? StrongerRefusal.BAD_SIGNATURE : StrongerRefusal.NOT_VERIFIED;
    } catch (IOException | Base64UrlException | RuntimeException _) {
      return StrongerRefusal.BAD_SIGNATURE;
    }
  }

  /// A passkey that was made for this person and challenge, on a page of this origin, by an
  /// authenticator that verified its user.
  static Optional<Passkey.Material> made(
      Registration told, byte[] challenge, PersonId person, String origin) {
    try {
      PublicKeyCredentialCreationOptions asked =
          PublicKeyCredentialCreationOptions.builder()
              .rp(identity(origin))
              .user(
                  UserIdentity.builder()
                      .name(SOMEBODY)
                      .displayName(SOMEBODY)
                      .id(new ByteArray(Passkey.handle(person)))
                      .build())
              .challenge(new ByteArray(challenge))
              .pubKeyCredParams(ALGORITHMS)
              .authenticatorSelection(
                  AuthenticatorSelectionCriteria.builder()
                      .residentKey(ResidentKeyRequirement.REQUIRED)
                      .userVerification(UserVerificationRequirement.REQUIRED)
                      .build())
              .build();
      var response =
          PublicKeyCredential
              .<AuthenticatorAttestationResponse, ClientRegistrationExtensionOutputs>builder()
              .id(bytes(told.credential()))
              .response(
                  AuthenticatorAttestationResponse.builder()
                      .attestationObject(bytes(told.attestation()))
                      .clientDataJSON(bytes(told.clientData()))
                      .transports(Set.of())
                      .build())
              .clientExtensionResults(ClientRegistrationExtensionOutputs.builder().build())
              .build();
      RegistrationResult result =
          party(origin, Optional.empty())
              .finishRegistration(
                  FinishRegistrationOptions.builder().request(asked).response(response).build());
      return result.isUserVerified()
          ? Optional.of(
              new Passkey.Material(
                  result.getKeyId().getId().getBase64Url(),
                  result.getPublicKeyCose().getBase64Url(),
                  origin,
                  result.getSignatureCount()))
          : Optional.empty();
    } catch (RegistrationFailedException | IOException | Base64UrlException | RuntimeException e) {
      log.info("a passkey that was made is refused: {}", e.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  /// What a browser handed over of a passkey that was just made, in base64url.
  record Registration(String credential, String attestation, String clientData) {}

  /// Exactly this origin, port and all.
  private static RelyingParty party(String origin, Optional<RegisteredCredential> known) {
    return RelyingParty.builder()
        .identity(identity(origin))
        .credentialRepository(new Known(known))
        .origins(Set.of(origin))
        .allowOriginPort(false)
        .allowOriginSubdomain(false)
        .validateSignatureCounter(false)
        .build();
  }

  private static RelyingPartyIdentity identity(String origin) {
    return RelyingPartyIdentity.builder().id(host(origin)).name("Countersign").build();
  }

  /// What passkeys of an origin are for: its host, and no domain above it.
  static String host(String origin) {
    return URI.create(origin).getHost();
  }

  private static ByteArray bytes(String text) throws Base64UrlException {
    return ByteArray.fromBase64Url(text);
  }

  /// The one credential that may have signed.
  private record Known(Optional<RegisteredCredential> one) implements CredentialRepository {
    @Override
    public Set<PublicKeyCredentialDescriptor> getCredentialIdsForUsername(String username) {
      return Set.of();
    }

    @Override
    public Optional<ByteArray> getUserHandleForUsername(String username) {
      return one.map(RegisteredCredential::getUserHandle);
    }

    @Override
    public Optional<String> getUsernameForUserHandle(ByteArray handle) {
      return one.filter(known -> known.getUserHandle().equals(handle)).map(_ -> SOMEBODY);
    }

    @Override
    public Optional<RegisteredCredential> lookup(ByteArray id, ByteArray handle) {
      return one.filter(
          known -> known.getCredentialId().equals(id) && known.getUserHandle().equals(handle));
    }

    @Override
    public Set<RegisteredCredential> lookupAll(ByteArray id) {
      return one.filter(known -> known.getCredentialId().equals(id))
          .map(Set::of)
          .orElseGet(Set::of);
    }
  }
}
