package dev.countersign.executors.chat;

import dev.countersign.executors.http.AnswerReading;
import dev.countersign.executors.http.HttpAttempt;
import dev.countersign.executors.wire.SentRequest;
import dev.countersign.proposal.Message;

/// One chat's own part of posting: how it is called, what its answer means, and how it is asked.
public interface Chat {
  MessageForm form();

  /// The call that a message of this form becomes.
  SentRequest request(Message message);

  AnswerReading answer();

  /// That whoever reads along in a conversation may.
  ///
  /// @param id of the conversation
  HttpAttempt.Condition readers(String id);

  /// That whoever reads along may, and that a message would be posted there.
  ///
  /// @param id of the conversation
  HttpAttempt.Condition takesMessages(String id);
}
