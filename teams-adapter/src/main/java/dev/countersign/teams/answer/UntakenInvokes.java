package dev.countersign.teams.answer;

import dev.countersign.card.AskLimit;
import dev.countersign.card.WhyNot;
import dev.countersign.json.JsonObject;
import dev.countersign.teams.caller.CallerVerdict.Genuine;
import dev.countersign.teams.caller.Sender;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whoever uses something of Teams that we do not take is told that it does nothing, and what does:
/// in the form that Teams shows for it, else in a message that they alone see
/// (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules,
/// …/messaging-extensions).
public final class UntakenInvokes {
  private static final Logger log = LoggerFactory.getLogger(UntakenInvokes.class);

  private final Replies replies;
  private final AskLimit limit;

  public UntakenInvokes(Replies replies, AskLimit limit) {
    this.replies = replies;
    this.limit = limit;
  }

  /// Empty where Teams knows no form for words; then it is told that nobody takes this.
  Optional<JsonObject> answer(Genuine genuine) {
    String name = genuine.activity().name() == null ? "" : genuine.activity().name();
    log.info("teams invoke without effect");
    return switch (name) {
      case "task/fetch",
          "task/submit",
          "composeExtension/fetchTask",
          "composeExtension/submitAction" ->
          Optional.of(
              JsonObject.builder()
                  .put(
                      "task",
                      JsonObject.builder()
                          .put("type", "message")
                          .put("value", WhyNot.DOES_NOTHING)
                          .build())
                  .build());
      case "composeExtension/query",
          "composeExtension/queryLink",
          "composeExtension/anonymousQueryLink",
          "composeExtension/selectItem" ->
          Optional.of(
              JsonObject.builder()
                  .put(
                      "composeExtension",
                      JsonObject.builder()
                          .put("type", "message")
                          .put("text", WhyNot.DOES_NOTHING)
                          .build())
                  .build());
      default -> {
        Sender.of(genuine)
            .filter(sender -> limit.ask(sender.member()) == AskLimit.Turn.TAKEN)
            .ifPresent(sender -> replies.tell(sender, WhyNot.DOES_NOTHING));
        yield Optional.empty();
      }
    };
  }
}
