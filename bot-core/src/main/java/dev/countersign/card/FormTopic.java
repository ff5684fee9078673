package dev.countersign.card;

import java.util.List;

/// What a form is about, said above its inputs, so that nobody fills in one for another request.
///
/// @param lines one for each request, at least one and at most [TickList#MOST]: the deed, the risk
///   and the request's short name, in the service's own words
/// @param object what the deed is about, as the bytes name it; empty where it may not be shown, and
///   where there are several requests
public record FormTopic(List<String> lines, List<Run> object) {
  public FormTopic {
    lines = List.copyOf(lines);
    object = List.copyOf(object);
    if (lines.isEmpty() || lines.size() > TickList.MOST) {
      throw new IllegalArgumentException("about one request, or a few");
    }
  }

  /// Of several requests, each of which has one.
  public static FormTopic ofEach(List<FormTopic> topics) {
    return topics.size() == 1
        ? topics.getFirst()
        : new FormTopic(
            topics.stream().flatMap(topic -> topic.lines().stream()).toList(), List.of());
  }
}
