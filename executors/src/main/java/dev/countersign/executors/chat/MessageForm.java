package dev.countersign.executors.chat;

import dev.countersign.proposal.Message;
import java.util.function.Predicate;

/// What one chat has a place for.
///
/// @param channel of the actions that become messages there
/// @param chat its name, for people
/// @param mostChars of one message, in UTF-16 units
/// @param isThread whether a `thread_ref` names a message that can be answered
/// @param thread what such a `thread_ref` is, for whoever gave another one
public record MessageForm(
    Message.Channel channel,
    String chat,
    int mostChars,
    Predicate<String> isThread,
    String thread) {}
