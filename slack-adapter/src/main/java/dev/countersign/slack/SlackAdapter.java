package dev.countersign.slack;

import dev.countersign.card.ChatChannel;
import dev.countersign.card.ClickDesk;
import jakarta.servlet.http.HttpServlet;
import java.time.Duration;
import java.time.InstantSource;

/// One Slack app in one workspace: a [ChatChannel] for the core, and a servlet for Slack.
///
/// The servlet takes POST at the app's interactivity request URL, verifies what it gets, and hands
/// clicks to the desk before it answers. It needs no other filter. After [#close] nothing may be
/// sent or pressed.
public final class SlackAdapter implements AutoCloseable {
  private final SlackWebApi api;
  private final SlackChannel channel;
  private final PrivateReplies replies;
  private final PressHandler presses;
  private final SlackServlet servlet;

  public SlackAdapter(
      SlackSettings settings, ClickDesk desk, InstantSource clock, SlackMetrics metrics) {
    this(settings, desk, clock, metrics, PressHandler.PATIENCE, PrivateReplies.FIRST_PAUSE);
  }

  SlackAdapter(
      SlackSettings settings,
      ClickDesk desk,
      InstantSource clock,
      SlackMetrics metrics,
      Duration patience,
      Duration firstPause) {
    api = new SlackWebApi(settings.apiBase(), settings.botToken());
    channel = new SlackChannel(settings.teamId(), api);
    replies = new PrivateReplies(api, metrics, firstPause);
    presses = new PressHandler(new PressReader(settings), desk, replies, metrics, patience);
    var signature = new SlackSignature(settings.signingSecret(), clock);
    servlet =
        new SlackServlet(
            new SlackVerificationFilter(signature, metrics), presses, api.slack(), metrics);
  }

  public ChatChannel channel() {
    return channel;
  }

  public HttpServlet servlet() {
    return servlet;
  }

  /// Waits for presses that are with the desk; answers still to be told are dropped.
  @Override
  public void close() {
    presses.close();
    replies.close();
    api.close();
  }
}
