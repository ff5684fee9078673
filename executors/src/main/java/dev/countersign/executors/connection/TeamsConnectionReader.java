package dev.countersign.executors.connection;

import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.json.JsonForm;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads a connection of `kind: teams`.
///
/// ```yaml
/// support:
///   kind: teams
///   tenant: 7f3a1c52-9b0e-4d6f-8a21-5c4e9d0b7a10
///   app_id: 1b0c1f9e-6a64-4a4b-9b7e-0f7f3f2f9a11
///   channels: ['19:…@thread.tacv2']
///   audience: internal                   # optional: any
///   dry_run: true                        # optional: of dry runs the connector is asked
///   credential: env:SUPPORT_TEAMS_SECRET
///   base_url: https://smba.trafficmanager.net      # optional
///   login_url: https://login.microsoftonline.com   # optional
///   limits: {…}                          # optional: as of http
///   allow_private_addresses: false       # with ca, proxy and proxy_credential: as of http
/// ```
final class TeamsConnectionReader {
  private static final Pattern GUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /// Of a channel or a group chat, without `;messageid=`.
  private static final Pattern CHANNEL =
      Pattern.compile("19:[A-Za-z0-9._-]{1,200}@thread\\.(tacv2|v2|skype)");

  private TeamsConnectionReader() {}

  /// Empty when something was refused; the mistakes are with `form` then.
  static Optional<Connection> read(String name, JsonForm form) {
    form.require("tenant");
    form.require("app_id");
    form.require("channels");
    form.require("credential");
    boolean allowPrivate = NetworkAccessReader.allowsPrivate(form);
    Optional<BaseUrl> baseUrl = url(form, "base_url", allowPrivate, TeamsConnection.CONNECTOR);
    Optional<BaseUrl> loginUrl = url(form, "login_url", allowPrivate, TeamsConnection.LOGIN);
    Optional<String> tenant = guid(form, "tenant");
    Optional<String> appId = guid(form, "app_id");
    Set<String> channels =
        form
            .parsedTexts(
                "channels",
                TeamsConnection.MAX_CHANNELS,
                text -> SoundText.required(text, it -> CHANNEL.matcher(it).matches()),
                "bad_name",
                "This must be the ID of a conversation, such as 19:…@thread.tacv2; the link to the"
                    + " channel has it.")
            .stream()
            .map(JsonForm.Item::value)
            .collect(Collectors.toSet());
    AllowedReaders readers = AllowedReaders.read(form);
    boolean rehearses = form.bool("dry_run").orElse(false);
    Optional<CredentialReference> credential = CredentialReader.read(form);
    Optional<Limits> limits = LimitsReader.read(form, LimitsReader.Also.ANSWERS);
    NetworkAccess network =
        NetworkAccessReader.read(
            form, allowPrivate, baseUrl.filter(url -> !url.isEncrypted()).isEmpty());
    form.close();
    if (baseUrl.isEmpty()
        || loginUrl.isEmpty()
        || tenant.isEmpty()
        || appId.isEmpty()
        || credential.isEmpty()
        || limits.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new TeamsConnection(
            name,
            baseUrl.get(),
            loginUrl.get(),
            tenant.get(),
            appId.get(),
            channels,
            readers,
            rehearses,
            credential,
            limits.get(),
            network));
  }

  private static Optional<BaseUrl> url(
      JsonForm form, String key, boolean allowPrivate, BaseUrl otherwise) {
    Optional<BaseUrl> written = BaseUrlReader.read(form, key, allowPrivate);
    return form.has(key) ? written : Optional.of(otherwise);
  }

  private static Optional<String> guid(JsonForm form, String key) {
    return form.parsed(
        key,
        text -> SoundText.required(text, it -> GUID.matcher(it).matches()),
        "bad_name",
        "This must be a GUID in lower case, as Entra shows it.");
  }
}
