package dev.countersign.faults;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.mail.MailTarget;
import dev.countersign.sandbox.mail.ReceivedMail;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.slack.SlackSandbox;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.sandbox.teams.TeamsTeam;
import dev.countersign.sandbox.teams.TeamsUser;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Where messages go: a mail server of other people, one that fails when it is told to, and the
/// workspace and the tenant that people are written to, by apps that ask nobody.
final class MessageTargets implements AutoCloseable {
  static final String SLACK_CHANNEL = "C0SUPPORT00";

  /// Listed, and shared with another organisation.
  static final String SLACK_PARTNERS = "C0PARTNERS0";

  private static final TeamsUser MIRA = TeamsUser.member("Mira");
  private static final TeamsTeam TEAM =
      TeamsTeam.of("Support", List.of(MIRA), "support", "partners", "guests");
  static final String TEAMS_CHANNEL = TEAM.channel("support");

  /// Listed, with somebody of elsewhere in it.
  static final String TEAMS_PARTNERS = TEAM.channel("partners");

  /// Where somebody of elsewhere comes in later.
  static final String TEAMS_GUESTS = TEAM.channel("guests");

  private static final String PASSWORD = "of-the-gate";

  final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  final MailTarget relay = MailTarget.start("gate", PASSWORD);
  final SlackSandbox slack =
      SlackSandbox.builder(InstantSource.system())
          .scopes(Set.of("chat:write", "channels:read", "groups:read"))
          .user(SlackUser.member("U0MIRA", "mira"))
          .channel(WorkspaceChannel.open(SLACK_CHANNEL, "support", "U0MIRA"))
          .channel(WorkspaceChannel.open(SLACK_PARTNERS, "partners", "U0MIRA").sharedOutside())
          .start();
  final TeamsSandbox teams =
      TeamsSandbox.builder(InstantSource.system()).user(MIRA).team(TEAM).start();

  MessageTargets() {
    mail.start();
    teams.connect(URI.create("http://127.0.0.1:9/")); // apps that only post listen nowhere
    teams.join(TeamsUser.guest("Gast"), TEAMS_PARTNERS);
  }

  /// As `connections.yaml` has them. Those with `inside` in their names are for the organisation
  /// alone.
  ///
  /// @param folder for their credentials
  String connections(Path folder) throws IOException {
    Path password = Files.writeString(folder.resolve("relay-password"), PASSWORD);
    Path token = Files.writeString(folder.resolve("slack-token"), slack.botToken());
    Path secret = Files.writeString(folder.resolve("teams-secret"), teams.clientSecret());
    return """
    mail:
      kind: smtp
      host: localhost
      port: %d
      tls: none
      allow_private_addresses: true
      from: help@example.com
      from_name: Example Help
      recipients: {domains: [example.com], most: 3}
      attachments: {most: 2, size: 64KiB, media_types: [application/pdf]}
      dry_run: true
    relay:
      kind: smtp
      host: localhost
      port: %d
      tls: none
      allow_private_addresses: true
      user: gate
      credential: 'file:%s'
      from: help@example.com
      recipients: {domains: [example.com]}
      attachments: {size: 5MiB, media_types: [application/pdf]}
      dry_run: true
    """
            .formatted(mail.getSmtp().getPort(), relay.port(), password)
        + slack("chat", "any", token)
        + slack("inside-chat", "internal", token)
        + teams("team", "any", secret)
        + teams("inside-team", "internal", secret);
  }

  private String slack(String name, String audience, Path token) {
    return """
    %s:
      kind: slack
      channels: [%s, %s]
      audience: %s
      dry_run: true
      credential: 'file:%s'
      base_url: http://127.0.0.1:%d
      allow_private_addresses: true
      limits: {timeout: 2s}
    """
        .formatted(name, SLACK_CHANNEL, SLACK_PARTNERS, audience, token, slack.apiUrl().getPort());
  }

  private String teams(String name, String audience, Path secret) {
    return """
    %s:
      kind: teams
      tenant: %s
      app_id: %s
      channels: ['%s', '%s', '%s']
      audience: %s
      dry_run: true
      credential: 'file:%s'
      base_url: %s
      login_url: %s
      allow_private_addresses: true
      limits: {timeout: 2s}
    """
        .formatted(
            name,
            teams.tenantId(),
            teams.appId(),
            TEAMS_CHANNEL,
            TEAMS_PARTNERS,
            TEAMS_GUESTS,
            audience,
            secret,
            teams.baseUrl(),
            teams.baseUrl());
  }

  /// Everything that arrived anywhere with this in it, as the target has it.
  List<Object> arrived(String text) {
    List<Object> found = new ArrayList<>();
    for (MimeMessage one : mail.getReceivedMessages()) {
      if (subject(one).contains(text)) {
        found.add(one);
      }
    }
    relay.received().stream()
        .filter(one -> one.header("Subject").filter(subject -> subject.contains(text)).isPresent())
        .forEach(found::add);
    for (String channel : List.of(SLACK_CHANNEL, SLACK_PARTNERS)) {
      slack.messages(channel).stream()
          .filter(one -> one.rendered().contains(text))
          .forEach(found::add);
    }
    for (String channel : List.of(TEAMS_CHANNEL, TEAMS_PARTNERS, TEAMS_GUESTS)) {
      teams.messages(channel).stream().filter(one -> one.text().contains(text)).forEach(found::add);
    }
    return found;
  }

  private static String subject(MimeMessage mail) {
    try {
      return String.valueOf(mail.getSubject());
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }

  /// The text that one of [#arrived] has, as its reader's program has it.
  static String text(Object arrived) {
    return switch (arrived) {
      case ReceivedMail received -> received.text().orElseThrow();
      case PostedMessage posted ->
          ((JsonObject) posted.blocks().items().getFirst()).object("text").text("text");
      case PostedActivity posted -> posted.text();
      default -> throw new AssertionError("no text: " + arrived);
    };
  }

  @Override
  public void close() {
    mail.stop();
    relay.close();
    slack.close();
    teams.close();
  }
}
