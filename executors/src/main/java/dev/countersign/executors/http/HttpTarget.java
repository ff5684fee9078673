package dev.countersign.executors.http;

import dev.countersign.executors.connection.BaseUrl;
import dev.countersign.executors.connection.ChatConnection;
import dev.countersign.executors.connection.HttpConnection;
import dev.countersign.executors.connection.Limits;
import dev.countersign.executors.connection.TeamsConnection;
import dev.countersign.executors.credential.CredentialReference;
import java.util.Optional;

/// Whom a call goes to.
///
/// @param name of the connection
/// @param scheme what stands before the credential in `Authorization`; empty where the credential
///   is the whole value
public record HttpTarget(
    String name,
    BaseUrl baseUrl,
    Optional<CredentialReference> credential,
    String scheme,
    Limits limits) {

  public static HttpTarget of(HttpConnection http) {
    return new HttpTarget(http.name(), http.baseUrl(), http.credential(), "", http.limits());
  }

  /// What is sent as the credential is a token; of Teams one that [ClientCredentials] gets.
  public static HttpTarget of(ChatConnection chat) {
    return new HttpTarget(chat.name(), chat.baseUrl(), chat.credential(), "Bearer ", chat.limits());
  }

  /// Where the app gets its token, to which its secret goes in the body.
  public static HttpTarget ofLogin(TeamsConnection teams) {
    return new HttpTarget(teams.name(), teams.loginUrl(), Optional.empty(), "", teams.limits());
  }
}
