package dev.countersign.console;

import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.passkey.Bound;
import dev.countersign.passkey.Bound.Purpose;
import dev.countersign.passkey.PasskeyAssertion;
import dev.countersign.proposal.ProposalId;
import java.util.Optional;

/// What forms with a passkey have beside other fields: those that pages fill in, and those that the
/// script does once the device has answered. All in base64url where they are bytes.
final class PasskeyForms {
  /// The attribute by which the script knows such a form, and what it is for.
  static final String ATTRIBUTE = "data-passkey";

  static final String PURPOSE = "purpose";
  static final String REQUEST = "request";
  static final String REVISION = "revision";
  static final String ACTION = "action";

  private static final String CLIENT_DATA = "client_data";
  private static final String CREDENTIAL = "credential";
  private static final int LONGEST_REVISION = 9;

  private PasskeyForms() {}

  /// Asks for a passkey of whoever presses, for exactly what this page shows.
  static Html.Element approving(Html.Element form, Bound bound) {
    return signing(form, bound);
  }

  /// The same, for using break-glass.
  static Html.Element breaking(Html.Element form, Bound bound) {
    return signing(form, bound);
  }

  private static Html.Element signing(Html.Element form, Bound bound) {
    String purpose = WireName.of(bound.purpose());
    return enough(
        form.with(ATTRIBUTE, purpose)
            .and(Frame.hidden(PURPOSE, purpose))
            .and(Frame.hidden(REQUEST, bound.request()))
            .and(Frame.hidden(REVISION, Integer.toString(bound.revision())))
            .and(Frame.hidden(ACTION, bound.action())));
  }

  static Html.Element enrolling(Html.Element form) {
    String enrol = WireName.of(Purpose.ENROL);
    return enough(form.with(ATTRIBUTE, enrol).and(Frame.hidden(PURPOSE, enrol)));
  }

  /// @param freeze its number
  static Html.Element lifting(Html.Element form, int freeze) {
    String lift = WireName.of(Purpose.LIFT_FREEZE);
    return enough(
        form.with(ATTRIBUTE, lift)
            .and(Frame.hidden(PURPOSE, lift))
            .and(Frame.hidden(REQUEST, Integer.toString(freeze))));
  }

  static Html.Element drilling(Html.Element form) {
    String drill = WireName.of(Purpose.DRILL);
    return enough(form.with(ATTRIBUTE, drill).and(Frame.hidden(PURPOSE, drill)));
  }

  /// The number of a freeze that a form is about.
  static Optional<Integer> number(FormBody form) {
    return form.filled(REQUEST)
        .filter(text -> text.length() <= LONGEST_REVISION)
        .filter(text -> text.chars().allMatch(unit -> unit >= '0' && unit <= '9'))
        .map(Integer::valueOf);
  }

  static Html.Element signingIn(Html.Element form) {
    return enough(form.with(ATTRIBUTE, WireName.of(Purpose.SIGN_IN)));
  }

  /// With a place where the script says how it goes on, and what is said where there is none.
  private static Html.Element enough(Html.Element form) {
    return form.and(Html.of("p", "").classed("passkey").with("role", "status"))
        .and(
            Html.of(
                "noscript",
                Html.of(
                    "p",
                    "Your browser runs no script here, and a passkey cannot be asked for without"
                        + " one.")));
  }

  /// What is to be signed; empty for a form that says nothing of the kind.
  static Optional<Bound> bound(FormBody form) {
    return WireName.parse(Purpose.class, form.text(PURPOSE))
        .flatMap(purpose ->
            switch (purpose) {
              case ENROL -> Optional.of(Bound.enrolling());
              case APPROVE, BREAK_GLASS -> onRequest(purpose, form);
              case LIFT_FREEZE -> number(form).map(Bound::lifting);
              case DRILL -> Optional.of(Bound.drilling());
              // Is asked by whoever has no session yet, elsewhere.
              case SIGN_IN -> Optional.empty();
            });
  }

  private static Optional<Bound> onRequest(Purpose purpose, FormBody form) {
    String revision = form.text(REVISION);
    if (revision.length() > LONGEST_REVISION
        || revision.isEmpty()
        || !revision.chars().allMatch(unit -> unit >= '0' && unit <= '9')) {
      return Optional.empty();
    }
    try {
      Digest action = new Digest(form.text(ACTION));
      return ProposalId.parse(form.text(REQUEST))
          .map(request ->
              new Bound(purpose, request.value(), Integer.parseInt(revision), action.value()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Which challenge the browser says was answered; empty where it says none.
  static Optional<String> challenge(FormBody form) {
    return form.filled(CLIENT_DATA).flatMap(WebAuthn::challenge);
  }

  /// Empty for a form that brings none, or one that is too long to be one.
  static Optional<PasskeyAssertion> assertion(FormBody form) {
    try {
      return form.filled("signature")
          .map(signature ->
              new PasskeyAssertion(
                  form.text(CREDENTIAL),
                  form.text("authenticator_data"),
                  form.text(CLIENT_DATA),
                  signature,
                  form.text("user_handle")));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  static WebAuthn.Registration registration(FormBody form) {
    return new WebAuthn.Registration(
        form.text(CREDENTIAL), form.text("attestation"), form.text(CLIENT_DATA));
  }
}
