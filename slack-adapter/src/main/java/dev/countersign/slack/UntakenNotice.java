package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics;
import dev.countersign.card.CallbackMetrics.PrivateReply;
import dev.countersign.card.WhyNot;
import dev.countersign.json.CanonicalJson;
import dev.countersign.people.Surface;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells whoever used something of Slack's that we do not take that it does nothing, and what does.
/// Where there is no address to answer, as after a global shortcut, a modal says it.
final class UntakenNotice {
  private static final String TITLE = "Not recorded";
  private static final ApiAnswer BUSY = new ApiAnswer.Failed("busy");
  private static final Logger log = LoggerFactory.getLogger(UntakenNotice.class);

  private final PressReader reader;
  private final SlackWebApi api;
  private final BoundedCalls calls;
  private final PrivateReplies replies;
  private final CallbackMetrics metrics;

  UntakenNotice(
      PressReader reader,
      SlackWebApi api,
      BoundedCalls calls,
      PrivateReplies replies,
      CallbackMetrics metrics) {
    this.reader = reader;
    this.api = api;
    this.calls = calls;
    this.replies = replies;
    this.metrics = metrics;
  }

  void tell(Payload payload) {
    Optional<ReplyTo> reply = reader.replyTo(payload);
    Optional<String> trigger = payload.text("trigger_id");
    if (reply.filter(ReplyTo::reaches).isPresent()) {
      replies.tell(reply.get(), WhyNot.DOES_NOTHING);
    } else if (trigger.isPresent()) {
      String view = CanonicalJson.text(FormModal.saying(TITLE, WhyNot.DOES_NOTHING));
      calls.run(() -> told(api.openView(trigger.get(), view)), BUSY);
    } else {
      log.info("slack callback without effect: nobody to tell");
    }
  }

  private ApiAnswer told(ApiAnswer answer) {
    if (answer instanceof ApiAnswer.Failed(String error, _)) {
      log.warn("views.open: {}", error);
      metrics.privateReply(Surface.SLACK, PrivateReply.LOST);
    } else {
      metrics.privateReply(Surface.SLACK, PrivateReply.SHOWN);
    }
    return answer;
  }
}
