package dev.countersign.policy;

import static java.util.Map.entry;

import dev.countersign.json.WireName;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentEnvironment;
import dev.countersign.proposal.ApiCall;
import dev.countersign.proposal.Audience;
import dev.countersign.proposal.Environment;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.proposal.Urgency;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which texts a member can be at all, and on which classes of action it exists: what the shape of
/// a proposal and [Variables] leave open.
final class MemberValues {
  static final String CLASS = "action.class";

  private static final String ACTION = "action.";

  private static final Map<String, Set<String>> CLOSED =
      Map.ofEntries(
          entry(CLASS, names(ActionClass.values())),
          entry("action.environment", names(Environment.values())),
          entry("action.channel", names(Message.Channel.values())),
          entry("action.audience", orNone(without(Audience.NONE))),
          entry("action.operation", names(RecordChange.Operation.values())),
          entry("action.method", methods()),
          entry("derived.audience", names(Audience.values())),
          entry("derived.method", orNone(methods())),
          entry("proposal.urgency", names(Urgency.values())),
          entry("proposal.claimed_risk", orNone(names(RiskLevel.values()))),
          entry("agent.environment", orNone(names(AgentEnvironment.values()))));

  private static final Set<String> OF_EVERY_CLASS =
      Set.of("class", "action_type", "target_system", "target_id", "environment");

  static final Map<ActionClass, Set<String>> OF_CLASS =
      Map.of(
          ActionClass.MESSAGE,
          Set.of(
              "channel",
              "audience",
              "to",
              "cc",
              "bcc",
              "thread_ref",
              "subject",
              "body",
              "attachments"),
          ActionClass.RECORD_CHANGE,
          Set.of("operation", "record_type", "changes", "reversible"),
          ActionClass.API_CALL,
          Set.of("method", "url", "headers", "body", "auth_scope", "side_effects"),
          ActionClass.TOOL_CALL,
          Set.of("server", "tool", "arguments", "tool_definition_digest", "annotations"));

  private MemberValues() {}

  /// The only texts that it can be; empty where it can be any.
  static Optional<Set<String>> closed(String member) {
    return Optional.ofNullable(CLOSED.get(member));
  }

  static Set<String> closedMembers() {
    return CLOSED.keySet();
  }

  /// The classes on which it exists, as far as the name of an action's own member tells.
  static Set<ActionClass> classes(String member) {
    if (!member.startsWith(ACTION)) {
      return EnumSet.allOf(ActionClass.class);
    }
    String own = member.split("\\.", -1)[1];
    return OF_EVERY_CLASS.contains(own)
        ? EnumSet.allOf(ActionClass.class)
        : OF_CLASS.entrySet().stream()
            .filter(of -> of.getValue().contains(own))
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(ActionClass.class)));
  }

  /// Whether only its class can keep it from being there.
  static boolean isAlwaysThere(String member) {
    return member.indexOf('.') == member.lastIndexOf('.');
  }

  private static Set<String> names(Enum<?>... values) {
    return Arrays.stream(values).map(WireName::of).collect(Collectors.toCollection(TreeSet::new));
  }

  /// A method is written in capitals.
  private static Set<String> methods() {
    return Arrays.stream(ApiCall.Method.values())
        .map(Enum::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// An agent cannot say that its message reaches nobody.
  private static Set<String> without(Audience none) {
    return names(EnumSet.complementOf(EnumSet.of(none)).toArray(Audience[]::new));
  }

  private static Set<String> orNone(Set<String> names) {
    return Stream.concat(Stream.of(""), names.stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
