package dev.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.WireName;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  /// No real ones; `~` goes out, so that whoever searches this repository for secrets finds none.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "private_key | -----BEGIN PRIVATE ~KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\\n-----END",
        "private_key | -----BEGIN RSA PRIVATE ~KEY----- MIIEvQIBADANBgkqhkiG9w0BAQEFAASC",
        "private_key | -----BEGIN RSA PRIVATE ~KEY-----\\nProc-Type: 4,ENCRYPTED\\nDEK-Info: AES-256-CBC,1F\\n\\nMIIEvQIBADANBgkqhkiG9w0B",
        "private_key | -----BEGIN OPENSSH PRIVATE ~KEY-----\\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUA",
        "private_key | -----BEGIN PGP PRIVATE ~KEY BLOCK-----\\nVersion: 2\\n\\nlQOYBF3abcdefghijklmnop",
        "countersign_key | use ck_~live_support01_abcdefghijklmnopqrstuvwxyzABCDEF0123 for it",
        "aws_access_key | the id is AKIA~IOSFODNN7EXAMPLE.",
        "aws_access_key | id=ASIA~IOSFODNN7EXAMPLE&x=1",
        "github_token | ghp_~abcdefghijklmnopqrstuvwxyz0123456789",
        "github_token | github_pat_~abcdefghijklmnopqrstuv_abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvw",
        "slack_token | xoxb-~123456789012-1234567890123-abcdefghijklmnopqrstuvwx",
        "slack_token | xapp-~1-A0123456789-1234567890123-0123456789abcdef0123456789abcdef",
        "slack_token | https://hooks.slack.com/~services/T01234567/B01234567/abcdefghijklmnopqrstuvwx",
        "stripe_key | sk_~live_abcdefghijklmnopqrstuvwx",
        "stripe_key | rk_~test_abcdefghijklmnopqrstuvwx",
        "stripe_key | whsec_~abcdefghijklmnopqrstuvwxyz012345",
        "google_api_key | ?key=AIza~SyA-abcdefghijklmnopqrstuvwxyz01234&a=b",
        "jwt | eyJ~hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
        "jwt | Authorization: Bearer eyJ~hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
        "authorization | Authorization: Bearer abcdef~ghijkl0123456789",
        "authorization | -H 'authorization: Basic dXNlcjpw~YXNz'",
        "authorization | \"Authorization\": \"Token 0123456789~abcdef0123\"",
        "url_password | https://deploy:hunter22@git.example/x.git",
        "url_password | ftp://jo:p%40ss@files.example",
        "connection_string | postgres://app:hunter22@db.example:5432/shop",
        "connection_string | redis://:hunter22@cache:6379",
        "connection_string | Server=db.example;Database=shop;User Id=app;Password=hunter22;",
        "connection_string | host=db user=app password=hunter22 dbname=shop",
        "connection_string | jdbc:postgresql://db/shop?user=app&password=hunter22",
        "connection_string | DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=abcdefgh0123+/==;",
      })
  void aCredentialIsFoundByItsPublishedShape(String kind, String text) {
    assertThat(kinds(plain(text))).containsExactly(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A PEM file begins with -----BEGIN PRIVATE KEY----- and ends with -----END PRIVATE KEY-----",
        "-----BEGIN PUBLIC KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC",
        "-----BEGIN CERTIFICATE-----\\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC",
        "ck_live_support01 is the public part",
        "AKIAIOSFODNN7",
        "XAKIAIOSFODNN7EXAMPLE",
        "AKIA~IOSFODNN7EXAMPLEANDMORE",
        "ghp_your_token_here",
        "xoxb-your-token-goes-here",
        "pk_live_abcdefghijklmnopqrstuvwx",
        "task_live_stream",
        "sk_live_short",
        "AIzaShort",
        "eyJhbGciOiJIUzI1NiJ9 alone",
        "Authorization: Bearer <token>",
        "Authorization: Bearer YOUR-ACCESS-TOKEN-HERE",
        "Authorization: Basic information",
        "authorization token required",
        "Bearer of good news 1234567890123456789",
        "https://git.example:8443/a@b",
        "https://user@git.example/",
        "https://deploy:***@git.example/x.git",
        "https://deploy:${TOKEN}@git.example/x.git",
        "postgres://app:<password>@db/shop",
        "postgres://db.example:5432/shop",
        "password=hunter22",
        "Server=db;Password=****;",
        "The password reset is due: host=db",
        "3f786850e387550fdab836ed7e6dc881de23001b",
        "550e8400-e29b-41d4-a716-446655440000",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "1.0.0-rc.1+20240101.abcdef0123456789",
      })
  void whatOnlyLooksALittleLikeOneIsNotFound(String text) {
    assertThat(kinds(plain(text))).isEmpty();
  }

  @Test
  void eachOfSeveralIsFound() {
    String text = plain("AKIA~IOSFODNN7EXAMPLE, AKIA~IOSFODNN7EXAMPLF and ghp_~" + "a1".repeat(18));

    assertThat(kinds(text)).containsExactly("aws_access_key", "aws_access_key", "github_token");
  }

  @Test
  void whatWasFoundIsNotPrinted() {
    String text = plain("AKIA~IOSFODNN7EXAMPLE");

    assertThat(Secrets.find(text, new BitSet()).toString())
        .doesNotContain(text)
        .contains("AWS_ACCESS_KEY");
  }

  private static String plain(String text) {
    return text.replace("~", "").replace("\\n", "\n");
  }

  private static List<String> kinds(String text) {
    return Secrets.find(text, new BitSet()).stream()
        .map(found -> WireName.of((Secrets.Kind) found.kind()))
        .toList();
  }
}
