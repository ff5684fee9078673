import java.net.URI;
import java.net.http.*;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.*;
import java.security.*;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.*;
import java.util.regex.*;

/** One round of an executor outside of the gate, as executor.sh, in one file: {@code java Executor.java}. Its key is in PKCS 8. */
class Executor {
  static final String URL = System.getenv("COUNTERSIGN_URL");
  static final String SIGNED = System.getenv().getOrDefault("COUNTERSIGN_SIGNED_URL", URL);
  static final String NAME = System.getenv("COUNTERSIGN_EXECUTOR");
  static final HttpClient HTTP = HttpClient.newHttpClient();

  static String sign(String text) throws Exception {
    String pem = Files.readString(Path.of(System.getenv("COUNTERSIGN_EXECUTOR_KEY")));
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)));
    signature.update(text.getBytes());
    return Base64.getEncoder().encodeToString(signature.sign());
  }

  static byte[] sha256(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  static HttpResponse<byte[]> call(String method, String path, String body) throws Exception {
    String parts = "\"@method\" \"@target-uri\"", covered = "\"@method\": " + method + "\n\"@target-uri\": " + SIGNED + path;
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(URL + path)).header("Prefer", "wait=30");
    if (body != null) {
      String digest = "sha-256=:" + Base64.getEncoder().encodeToString(sha256(body.getBytes())) + ":";
      parts += " \"content-digest\"";
      covered += "\n\"content-digest\": " + digest;
      request.header("Content-Digest", digest).header("Content-Type", "application/json");
    }
    String given =
        "(%s);created=%d;nonce=\"%s\";keyid=\"%s\"".formatted(parts, Instant.now().getEpochSecond(), UUID.randomUUID(), NAME);
    request.header("Signature-Input", "sig1=" + given);
    request.header("Signature", "sig1=:" + sign(covered + "\n\"@signature-params\": " + given) + ":");
    request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    HttpResponse<byte[]> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) throw new IllegalStateException(answer.statusCode() + " " + new String(answer.body()));
    return answer;
  }

  static String member(String name, String json) {
    Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
    if (!found.find()) throw new IllegalStateException("no " + name);
    return found.group(1);
  }

  public static void main(String[] args) throws Exception {
    String work = new String(call("GET", "/v1/grants", null).body());
    Matcher waiting = Pattern.compile("\\{[^{}]*\"status\":\"waiting\"[^{}]*}").matcher(work);
    if (!waiting.find()) {
      System.out.println("no work");
      return;
    }
    String grant = member("id", waiting.group()), digest = member("action_digest", waiting.group());
    HttpResponse<byte[]> redeemed = call("POST", "/v1/grants/" + grant + "/redeem", "{\"action_digest\":\"" + digest + "\"}");
    byte[] action = redeemed.body();
    String got = "sha-256:" + Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(action));
    if (!got.equals(digest)) throw new IllegalStateException("not the bytes that were approved");
    // Here the target is called, with the header Countersign-Idempotency-Key as its key.
    // What is not surely done and not surely undone is "unknown".
    call("POST", "/v1/grants/" + grant + "/result", "{\"status\":\"succeeded\"}");
    System.out.println(grant + " succeeded");
  }
}
