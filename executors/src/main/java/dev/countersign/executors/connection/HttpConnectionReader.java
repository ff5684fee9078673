package dev.countersign.executors.connection;

import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.executors.wire.HeaderText;
import dev.countersign.executors.wire.SentRequest;
import dev.countersign.json.JsonForm;
import dev.countersign.proposal.HeaderRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Reads a connection of `kind: http`.
final class HttpConnectionReader {
  static final int MAX_ALLOWED_CALLS = 200;
  static final int MAX_ALLOWED_NAMES = 100;

  private HttpConnectionReader() {}

  /// Empty when something was refused; the mistakes are with `form` then.
  static Optional<Connection> read(String name, JsonForm form) {
    form.require("base_url");
    form.require("allow");
    boolean allowPrivate = NetworkAccessReader.allowsPrivate(form);
    Optional<BaseUrl> baseUrl = BaseUrlReader.read(form, allowPrivate);
    List<AllowedCall> allow =
        form.objects("allow", MAX_ALLOWED_CALLS).stream()
            .flatMap(entry -> allowedCall(entry).stream())
            .toList();
    Optional<CredentialReference> credential = CredentialReader.read(form);
    Optional<Limits> limits =
        LimitsReader.read(form, LimitsReader.Also.ANSWERS, LimitsReader.Also.LOOKS);
    Optional<String> idempotencyHeader =
        form.parsed(
            "idempotency_header",
            text -> SoundText.required(text, HttpConnectionReader::isFreeHeader),
            "bad_name",
            "This must be a header name that nothing else uses.");
    Optional<HarmlessCall> check = check(form);
    NetworkAccess network =
        NetworkAccessReader.read(
            form, allowPrivate, baseUrl.filter(url -> !url.isEncrypted()).isEmpty());
    Map<String, RecordResource> records = RecordResourceReader.readAll(form);
    var names = new AllowedNames(headers(form, idempotencyHeader), query(form));
    form.close();
    if (baseUrl.isEmpty() || limits.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new HttpConnection(
            name,
            baseUrl.get(),
            allow,
            names,
            records,
            credential,
            limits.get(),
            idempotencyHeader,
            check,
            network));
  }

  private static Optional<HarmlessCall> check(JsonForm form) {
    Optional<HarmlessCall> check =
        form.parsed(
            "check",
            HarmlessCall::parse,
            "bad_path",
            "This must be an absolute path such as /v1/me, without dot segments, // or ;, which is"
                + " got; or HEAD or OPTIONS, a space, and such a path.");
    if (form.has("check")) {
      form.require("credential"); // which it tries
    }
    return check;
  }

  private static Set<String> headers(JsonForm form, Optional<String> idempotencyHeader) {
    return names(
        form,
        "headers",
        name ->
            isFreeHeader(name)
                && !HeaderRules.isCredential(name)
                && !AllowedNames.overridesMethod(name)
                && idempotencyHeader.filter(name::equalsIgnoreCase).isEmpty(),
        "This is no header that an agent may set: a name of letters, digits and hyphens, which"
            + " neither frames the request, nor routes it, nor carries a credential, nor replaces"
            + " the method, and which the gate does not set itself.");
  }

  private static Set<String> query(JsonForm form) {
    return names(
        form,
        "query",
        name -> AllowedNames.isParameter(name) && !AllowedNames.overridesMethod(name),
        "This is no parameter that an agent may set: a name as it is sent, decoded, such as limit,"
            + " expand[] or filter[status], which does not replace the method.");
  }

  private static Set<String> names(
      JsonForm form, String member, Predicate<String> isFree, String detail) {
    return form
        .parsedTexts(
            member, MAX_ALLOWED_NAMES, text -> SoundText.required(text, isFree), "bad_name", detail)
        .stream()
        .map(JsonForm.Item::value)
        .collect(Collectors.toSet());
  }

  private static Optional<AllowedCall> allowedCall(JsonForm entry) {
    Optional<AllowedCall> call = AllowedCallReader.readVerified(entry);
    entry.close();
    return call;
  }

  private static boolean isFreeHeader(String name) {
    return HeaderText.isName(name) && !HeaderText.isReserved(name) && !SentRequest.sets(name);
  }
}
