package dev.countersign.teams.caller;

import static dev.countersign.teams.caller.CallCase.put;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// One thing that is wrong with a call, and what each side makes of it.
///
/// @param reason ours
/// @param sdkAccepts whether the retired SDK lets it pass
/// @param why it may differ; empty where both refuse
record Spoilt(
    String name, Consumer<CallCase> change, CallerRefusal reason, boolean sdkAccepts, String why) {
  private static final String OTHER_GUID = "99999999-2222-4333-8444-555555555555";
  private static final String UNSEEN =
      "the SDK does not look at tenants: any tenant's user is heard";

  static List<Spoilt> all() {
    return List.of(
        both("no header", c -> c.headers = 0, CallerRefusal.NO_AUTHORIZATION),
        both("another scheme", c -> c.spelling = t -> "Basic " + t, CallerRefusal.NOT_BEARER),
        both("token alone", c -> c.spelling = t -> t, CallerRefusal.NOT_BEARER),
        both("empty header", c -> c.spelling = t -> "", CallerRefusal.NOT_BEARER),
        sdk(
            "scheme in lower case",
            c -> c.spelling = t -> "bearer " + t,
            CallerRefusal.NOT_BEARER,
            "compares the scheme ignoring case; the connector has one spelling"),
        sdk(
            "trailing blank",
            c -> c.spelling = t -> "Bearer " + t + " ",
            CallerRefusal.MALFORMED_TOKEN,
            "splits at blanks and drops empty ends"),
        both("two blanks", c -> c.spelling = t -> "Bearer  " + t, CallerRefusal.MALFORMED_TOKEN),
        both("two parts", c -> c.spelling = Spoilt::unsigned, CallerRefusal.MALFORMED_TOKEN),
        both(
            "empty signature",
            c -> c.spelling = t -> unsigned(t) + ".",
            CallerRefusal.MALFORMED_TOKEN),
        sdk(
            "stray bits behind the signature",
            c -> c.spelling = t -> "Bearer " + strayBits(t),
            CallerRefusal.MALFORMED_TOKEN,
            "ignores the bits that no byte uses, so one token has many spellings"),
        both("alg missing", c -> put(c.header, "alg", null), CallerRefusal.WRONG_ALGORITHM),
        both("alg none", c -> put(c.header, "alg", "none"), CallerRefusal.WRONG_ALGORITHM),
        both("alg HS256", c -> put(c.header, "alg", "HS256"), CallerRefusal.WRONG_ALGORITHM),
        both("alg RS512", Spoilt::rs512, CallerRefusal.WRONG_ALGORITHM),
        sdk(
            "critical header",
            c -> c.header.putAll(Map.of("crit", List.of("b64"), "b64", false)),
            CallerRefusal.UNEXPECTED_HEADER,
            "does not look at crit, which RFC 7515 asks to refuse when not understood"),
        both("kid missing", c -> put(c.header, "kid", null), CallerRefusal.NO_KEY_ID),
        both("kid unknown", c -> put(c.header, "kid", "key-9"), CallerRefusal.UNKNOWN_KEY),
        both(
            "signed by a stranger", c -> c.signer = CallCase.STRANGER, CallerRefusal.BAD_SIGNATURE),
        both("claims changed", c -> c.spelling = Spoilt::otherClaims, CallerRefusal.BAD_SIGNATURE),
        both(
            "key of another channel",
            c -> put(c.header, "kid", "key-skype"),
            CallerRefusal.NOT_ENDORSED),
        sdk(
            "key without endorsements",
            c -> {
              put(c.header, "kid", "key-bare");
            },
            CallerRefusal.NOT_ENDORSED,
            "skips the check when the key has no such member"),
        sdk(
            "channelId missing",
            c -> put(c.activity, "channelId", null),
            CallerRefusal.NO_CHANNEL,
            "a blank channel passes the endorsement check"),
        sdk(
            "channelId empty",
            c -> put(c.activity, "channelId", ""),
            CallerRefusal.OTHER_CHANNEL,
            "a blank channel passes the endorsement check"),
        sdk(
            "channelId of another channel",
            c -> put(c.activity, "channelId", "skype"),
            CallerRefusal.OTHER_CHANNEL,
            "serves every channel that the key endorses; this adapter speaks Teams"),
        both(
            "channelId in capitals",
            c -> put(c.activity, "channelId", "MSTeams"),
            CallerRefusal.OTHER_CHANNEL),
        both("iss missing", c -> put(c.claims, "iss", null), CallerRefusal.NO_ISSUER),
        both(
            "iss wrong",
            c -> put(c.claims, "iss", "https://api.botframework.com/"),
            CallerRefusal.WRONG_ISSUER),
        both(
            "iss of a skill",
            c -> put(c.claims, "iss", "https://api.botframework.us"),
            CallerRefusal.WRONG_ISSUER),
        both("aud missing", c -> put(c.claims, "aud", null), CallerRefusal.NO_AUDIENCE),
        both(
            "aud of another bot",
            c -> put(c.claims, "aud", OTHER_GUID),
            CallerRefusal.WRONG_AUDIENCE),
        both(
            "aud a prefix",
            c -> put(c.claims, "aud", ConnectorDouble.APP.substring(1)),
            CallerRefusal.WRONG_AUDIENCE),
        sdk(
            "exp missing",
            c -> put(c.claims, "exp", null),
            CallerRefusal.NO_EXPIRY,
            "checks an expiry only when there is one: such a token is good for ever"),
        both("exp long ago", c -> put(c.claims, "exp", 1_000_000_000), CallerRefusal.EXPIRED),
        sdk(
            "nbf missing",
            c -> put(c.claims, "nbf", null),
            CallerRefusal.NO_NOT_BEFORE,
            "checks a beginning only when there is one"),
        both("nbf far off", c -> put(c.claims, "nbf", 4_000_000_000L), CallerRefusal.NOT_YET_VALID),
        both(
            "serviceurl missing",
            c -> put(c.claims, "serviceurl", null),
            CallerRefusal.NO_SERVICE_CLAIM),
        both(
            "serviceurl of another region",
            c -> put(c.claims, "serviceurl", "https://smba.trafficmanager.net/amer/"),
            CallerRefusal.OTHER_SERVICE),
        sdk(
            "serviceurl in capitals",
            c -> put(c.claims, "serviceurl", ConnectorDouble.SERVICE.toUpperCase(Locale.ROOT)),
            CallerRefusal.OTHER_SERVICE,
            "compares ignoring case, though paths have case"),
        sdk(
            "activity without serviceUrl",
            c -> put(c.activity, "serviceUrl", null),
            CallerRefusal.NO_SERVICE_URL,
            "skips the comparison when the activity names none"),
        sdk(
            "both name a foreign service",
            c -> {
              put(c.claims, "serviceurl", "https://evil.example/");
              put(c.activity, "serviceUrl", "https://evil.example/");
            },
            CallerRefusal.SERVICE_NOT_ALLOWED,
            "trusts every service that a signed token names, also with the bot's own bearer"),
        sdk("tenant missing", c -> put(c.tenant, "id", null), CallerRefusal.NO_TENANT, UNSEEN),
        sdk(
            "another tenant in the channel's data",
            c -> put(c.tenant, "id", OTHER_GUID),
            CallerRefusal.TENANTS_DISAGREE,
            UNSEEN),
        sdk(
            "another tenant in the conversation",
            c -> put(c.conversation, "tenantId", OTHER_GUID),
            CallerRefusal.TENANTS_DISAGREE,
            UNSEEN),
        sdk(
            "another tenant in both",
            c -> {
              put(c.tenant, "id", OTHER_GUID);
              put(c.conversation, "tenantId", OTHER_GUID);
            },
            CallerRefusal.FOREIGN_TENANT,
            UNSEEN));
  }

  private static Spoilt both(String name, Consumer<CallCase> change, CallerRefusal reason) {
    return new Spoilt(name, change, reason, false, "");
  }

  private static Spoilt sdk(
      String name, Consumer<CallCase> change, CallerRefusal reason, String why) {
    return new Spoilt(name, change, reason, true, why);
  }

  private static void rs512(CallCase call) {
    call.header.put("alg", "RS512");
    call.algorithm = "SHA512withRSA";
  }

  private static String unsigned(String compact) {
    return "Bearer " + compact.substring(0, compact.lastIndexOf('.'));
  }

  private static String otherClaims(String compact) {
    String[] parts = compact.split("\\.", -1);
    String claims =
        new String(
            java.util.Base64.getUrlDecoder().decode(parts[1]),
            java.nio.charset.StandardCharsets.UTF_8);
    return "Bearer " + parts[0] + "." + CallCase.base64(claims + " ") + "." + parts[2];
  }

  /// A 2048-bit signature ends in a character of which four bits are unused.
  private static String strayBits(String compact) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = alphabet.indexOf(compact.charAt(compact.length() - 1));
    return compact.substring(0, compact.length() - 1) + alphabet.charAt(last | 1);
  }

  @Override
  public String toString() {
    return name;
  }
}
