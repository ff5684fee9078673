package dev.countersign.executors.connection;

import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.json.JsonForm;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads a connection of `kind: slack`.
///
/// ```yaml
/// support:
///   kind: slack
///   channels: [C0123456789]
///   audience: internal                   # optional: any
///   dry_run: true                        # optional: of dry runs Slack is asked for the channel
///   credential: env:SUPPORT_SLACK_TOKEN
///   base_url: https://slack-gov.com      # optional
///   limits: {…}                          # optional: as of http
///   allow_private_addresses: false       # with ca, proxy and proxy_credential: as of http
/// ```
final class SlackConnectionReader {
  /// Of a channel or a group conversation (https://docs.slack.dev/reference/objects).
  private static final Pattern CHANNEL = Pattern.compile("[CG][A-Z0-9]{2,30}");

  private SlackConnectionReader() {}

  /// Empty when something was refused; the mistakes are with `form` then.
  static Optional<Connection> read(String name, JsonForm form) {
    form.require("channels");
    form.require("credential");
    boolean allowPrivate = NetworkAccessReader.allowsPrivate(form);
    Optional<BaseUrl> written = BaseUrlReader.read(form, allowPrivate);
    Optional<BaseUrl> baseUrl = form.has("base_url") ? written : Optional.of(SlackConnection.SLACK);
    Set<String> channels =
        form
            .parsedTexts(
                "channels",
                SlackConnection.MAX_CHANNELS,
                text -> SoundText.required(text, it -> CHANNEL.matcher(it).matches()),
                "bad_name",
                "This must be the ID of a conversation, such as C0123456789; Slack shows it at the"
                    + " end of the channel's details.")
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
    if (baseUrl.isEmpty() || credential.isEmpty() || limits.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new SlackConnection(
            name, baseUrl.get(), channels, readers, rehearses, credential, limits.get(), network));
  }
}
