package dev.countersign.sandbox.slack;

import dev.countersign.sandbox.SettableClock;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A workspace with two people in `C1`, one outside of it, and an app that answers.
abstract class SlackTestCase {
  final SettableClock clock = new SettableClock();
  SlackSandbox slack;
  AppDouble app;
  Client client;

  SlackSandbox.Builder workspace() {
    return SlackSandbox.builder(clock)
        .scopes(
            Set.of(
                "chat:write",
                "commands",
                "channels:read",
                "groups:read",
                "im:write",
                "usergroups:read",
                "users:read"))
        .user(SlackUser.member("U1", "mira"))
        .user(SlackUser.member("U2", "jon"))
        .user(SlackUser.member("U9", "outsider"))
        .channel(WorkspaceChannel.open("C1", "approvals", "U1", "U2"))
        .channel(WorkspaceChannel.open("C2", "finance", "U1"))
        .channel(WorkspaceChannel.open("C3", "elsewhere").withMembers(Set.of("U1")))
        .channel(WorkspaceChannel.open("C4", "old", "U1").archived())
        .channel(WorkspaceChannel.open("C5", "secret").closed().withMembers(Set.of("U1")));
  }

  @BeforeEach
  void start() throws IOException {
    slack = workspace().start();
    app = new AppDouble();
    slack.connect(app.interactivity(), app.commands());
    client = new Client(slack);
  }

  @AfterEach
  void stop() {
    slack.close();
    app.close();
  }
}
