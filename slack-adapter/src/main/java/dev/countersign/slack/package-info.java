/// Slack: cards drawn as Block Kit and posted, and signed interactions turned into clicks.
///
/// Out: `CardView` → [BlockKitRenderer] → [SlackChannel] → [SlackWebApi]. In: [SlackServlet] →
/// [SlackVerificationFilter], or [SocketMode] → [SlackSocket]; then [Callbacks] → [PressHandler],
/// for forms by way of [FormOpener] and then [SubmissionHandler] → `ClickDesk` → [PrivateReplies];
/// a slash command goes to [CommandHandler] → `Commands`, and its answer back in the response.
/// [SlackAdapter] is the way in.
@NullMarked
package dev.countersign.slack;

import org.jspecify.annotations.NullMarked;
