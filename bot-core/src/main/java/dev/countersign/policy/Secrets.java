package dev.countersign.policy;

import static dev.countersign.policy.SensitiveShape.Proof.NONE;
import static dev.countersign.policy.SensitiveShape.proven;
import static dev.countersign.policy.SensitiveShape.spelt;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds credentials by the shapes that their issuers publish. What has no shape, such as a
/// password in a sentence, is not found.
final class Secrets {
  private static final String BEFORE = "(?<![A-Za-z0-9_])";
  private static final String AFTER = "(?![A-Za-z0-9_])";
  private static final String LINE_ENDS = "(?:\\s|\\\\[nr]){1,8}+";

  /// A user, a password and where they are for, as in a URL.
  private static final String LOGIN =
      "(?<value>[^\\s/@:\"'<>?#]{0,256}+:[^\\s/@\"'<>]{1,256}+)@[\\p{L}\\p{Nd}\\[]";

  private static final String DATABASES =
      "(?i:postgres|postgresql|mysql|mariadb|mongodb|mongodb\\+srv|redis|rediss|amqp|amqps|mssql"
          + "|sqlserver|oracle|clickhouse|cassandra|neo4j|cockroachdb|nats|kafka)://";

  private static final String KEYED_PASSWORD =
      "(?i:(?=[pas][aswch])(?<![\\p{L}])(?:password|passwd|pwd|accountkey|sharedaccesskey))\\s{0,2}+=\\s{0,2}+"
          + "(?<value>[^\\s;&\"'<>]{3,256}+)";

  /// What makes pairs of names and values a connection string.
  private static final Pattern PLACE =
      Pattern.compile(
          "(?i)(?:\\b(?:server|data source|host|hostname|dbname|database|initial catalog|accountname"
              + "|endpoint)\\s?=|jdbc:[a-z]{2,20}:)");

  /// How far from a password the place may be that it is for, in UTF-16 code units.
  private static final int NEAR = 200;

  private static final Pattern MASKED =
      Pattern.compile(
          "[*xX\u2022.#_-]{1,256}|[$%{\\[<].{0,255}|(?i:redacted|masked|hidden|removed|your[_-].{0,250})");

  private static final Pattern DIGIT = Pattern.compile("[0-9]");
  private static final int LEAST_BEARER = 16;

  /// The more special ones first.
  private static final List<SensitiveShape> SHAPES =
      List.of(
          spelt(
              Kind.PRIVATE_KEY,
              "-----BEGIN (?:[A-Z0-9]{1,20}+ ){0,4}PRIVATE KEY(?: BLOCK)?-----"
                  + LINE_ENDS
                  + "(?:[A-Za-z-]{4,20}+:[^\\n\\\\]{0,200}+"
                  + LINE_ENDS
                  + "){0,4}+(?<value>[A-Za-z0-9+/=]{16,8192}+)",
              "PRIVATE KEY"),
          spelt(
              Kind.COUNTERSIGN_KEY,
              BEFORE + "ck_(?:live|test|dev)_[a-z0-9]{8,32}_[A-Za-z0-9_-]{32,128}+",
              "ck_"),
          spelt(
              Kind.AWS_ACCESS_KEY,
              BEFORE + "(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9_/+])",
              "AKIA",
              "ASIA"),
          spelt(
              Kind.GITHUB_TOKEN,
              BEFORE
                  + "(?:gh[pousr]_[A-Za-z0-9]{36,255}+|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})"
                  + AFTER,
              "ghp_",
              "gho_",
              "ghu_",
              "ghs_",
              "ghr_",
              "github_pat_"),
          spelt(
              Kind.SLACK_TOKEN,
              BEFORE
                  + "(?:xox[a-z](?:\\.xox[a-z])?-[0-9]{1,20}+-[0-9A-Za-z-]{10,250}+"
                  + "|xapp-[0-9]-[A-Z0-9]{6,20}+-[0-9]{6,20}+-[0-9a-f]{32,128}+)",
              "xox",
              "xapp-"),
          spelt(
              Kind.SLACK_TOKEN,
              "hooks\\.slack\\.com/(?:services|workflows|triggers)/"
                  + "(?<value>[TE][A-Z0-9]{6,20}+/[A-Z0-9]{6,20}+/[A-Za-z0-9/]{16,64}+)",
              "hooks.slack.com"),
          spelt(
              Kind.STRIPE_KEY,
              BEFORE
                  + "(?:[sr]k_(?:live|test)_[A-Za-z0-9]{16,247}+|whsec_[A-Za-z0-9]{32,128}+)"
                  + AFTER,
              "k_live_",
              "k_test_",
              "whsec_"),
          spelt(Kind.GOOGLE_API_KEY, BEFORE + "AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])", "AIza"),
          spelt(
              Kind.JWT,
              BEFORE
                  + "eyJ[A-Za-z0-9_-]{8,2048}+\\.eyJ[A-Za-z0-9_-]{8,8192}+\\.[A-Za-z0-9_-]{16,2048}+",
              "eyJ"),
          proven(Kind.CONNECTION_STRING, BEFORE + DATABASES + LOGIN, Secrets::login, "://"),
          proven(Kind.CONNECTION_STRING, KEYED_PASSWORD, Secrets::withPlace, "="),
          proven(Kind.URL_PASSWORD, "(?<=[A-Za-z0-9+.-])://" + LOGIN, Secrets::login, "://"),
          proven(
              Kind.AUTHORIZATION,
              "(?i:authorization)[\"']?\\s{0,3}+[:=]\\s{0,3}+[\"']?"
                  + "(?i:(?:bearer|basic|token))\\s{1,3}+(?<value>[A-Za-z0-9._~+/-]{8,8192}+={0,2}+)",
              Secrets::authorization,
              "uthorization",
              "UTHORIZATION"));

  private Secrets() {}

  /// What kind of credential it is; lower case on the wire.
  enum Kind implements SensitiveKind {
    PRIVATE_KEY("a private key", "private keys"),
    COUNTERSIGN_KEY("a Countersign API key", "Countersign API keys"),
    AWS_ACCESS_KEY("an AWS access key", "AWS access keys"),
    GITHUB_TOKEN("a GitHub token", "GitHub tokens"),
    SLACK_TOKEN("a Slack token", "Slack tokens"),
    STRIPE_KEY("a Stripe key", "Stripe keys"),
    GOOGLE_API_KEY("a Google API key", "Google API keys"),
    JWT("a JSON Web Token", "JSON Web Tokens"),
    CONNECTION_STRING("a connection string with a password", "connection strings with passwords"),
    URL_PASSWORD("a URL with a password", "URLs with passwords"),
    AUTHORIZATION("an Authorization header", "Authorization headers");

    private final String one;
    private final String many;

    Kind(String one, String many) {
      this.one = one;
      this.many = many;
    }

    @Override
    public String one() {
      return one;
    }

    @Override
    public String many() {
      return many;
    }
  }

  /// Each different one once; what they take of the text is added to `taken`.
  static Set<Sensitive> find(String text, BitSet taken) {
    return SensitiveShape.findAll(SHAPES, text, taken);
  }

  private static int login(String text, int start, int end) {
    return isMasked(text.substring(text.indexOf(':', start) + 1, end)) ? NONE : end;
  }

  private static int withPlace(String text, int start, int end) {
    String around = text.substring(Math.max(0, start - NEAR), Math.min(text.length(), end + NEAR));
    return !isMasked(text.substring(start, end)) && PLACE.matcher(around).find() ? end : NONE;
  }

  private static boolean isMasked(String password) {
    return MASKED.matcher(password).matches();
  }

  /// Basic credentials are a user and a password in Base64; a bearer's are long, and no word.
  private static int authorization(String text, int start, int end) {
    String value = text.substring(start, end);
    boolean holds =
        isBasic(value) || (value.length() >= LEAST_BEARER && DIGIT.matcher(value).find());
    return holds ? end : NONE;
  }

  private static boolean isBasic(String value) {
    try {
      String decoded = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
      return decoded.indexOf(':') >= 0 && decoded.codePoints().noneMatch(Character::isISOControl);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
