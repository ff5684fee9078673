package dev.countersign.executors.slack;

import static dev.countersign.executors.ChatSupport.credential;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.Calls;
import dev.countersign.executors.ChatSupport;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.executors.connection.Connections;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.proposal.Action;
import dev.countersign.sandbox.slack.SlackSandbox;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import java.util.Set;

/// The connection `support` of these tests: to an emulated Slack, in one of its two channels.
///
/// @param more further keys of the connection, each with a comma before it
record SupportInSlack(SlackSandbox slack, String more) implements AutoCloseable {
  static final String CHANNEL = "C0SUPPORT00";
  static final String OTHER = "C0ELSEWHERE";

  static SupportInSlack start(Set<String> scopes) {
    SlackSandbox slack =
        SlackSandbox.builder(ChatSupport.CLOCK)
            .scopes(scopes)
            .user(SlackUser.member("U0MIRA", "mira"))
            .channel(WorkspaceChannel.open(CHANNEL, "support", "U0MIRA"))
            .channel(WorkspaceChannel.open(OTHER, "elsewhere", "U0MIRA"))
            .start();
    return new SupportInSlack(slack, "");
  }

  SupportInSlack with(String keys) {
    return new SupportInSlack(slack, more + keys);
  }

  Connections connections() {
    return ChatSupport.connections(
        """
        {"support":{"kind":"slack","channels":["%s"],"credential":"env:SUPPORT",
          "base_url":"http://127.0.0.1:%d","allow_private_addresses":true,
          "limits":{"timeout":"1s"}%s}}
        """
            .formatted(CHANNEL, slack.apiUrl().getPort(), more));
  }

  ExecutorRegistry registry() {
    return registry(credential(slack.botToken()));
  }

  ExecutorRegistry registry(CredentialResolver credentials) {
    return ChatSupport.registry(connections(), credentials);
  }

  /// @param more further members of `proposed_changes`, with a leading comma
  static Action message(String content, String more) {
    return message(CHANNEL, content, more, "{}");
  }

  static Action message(String to, String content, String more, String preconditions) {
    return ChatSupport.message("slack", to, content, more, preconditions);
  }

  Outcome post(Action action) {
    return Calls.send(registry(), Calls.order(action));
  }

  /// How the channel is from now on.
  void becomes(WorkspaceChannel channel) {
    slack.workspace().put(channel);
  }

  WorkspaceChannel channel() {
    return slack.workspace().channel(CHANNEL).orElseThrow();
  }

  @Override
  public void close() {
    slack.close();
  }
}
