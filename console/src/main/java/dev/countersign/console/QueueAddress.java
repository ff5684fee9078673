package dev.countersign.console;

import dev.countersign.card.BoardDesk.Due;
import dev.countersign.card.BoardDesk.Question;
import dev.countersign.card.BoardDesk.Scope;
import dev.countersign.json.WireName;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.TagName;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Environment;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RiskLevel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What the address of the queue asks for, and the addresses that ask for something else. What does
/// not read asks for nothing: the page shows by what it is narrowed.
record QueueAddress(Question question) {
  private static final String SCOPE = "of";

  /// What an address says that asks for whatever waits.
  static final String EVERYTHING = SCOPE + "=" + WireName.of(Scope.ALL);

  private static final String RISK = "risk";
  private static final String DUE = "due";
  private static final String CLASS = "class";
  private static final String ENVIRONMENT = "environment";
  private static final String GROUP = "group";
  private static final String AGENT = "agent";
  private static final String TAG = "tag";
  private static final String AFTER = "after";

  static QueueAddress of(FormBody query) {
    return new QueueAddress(
        new Question(
            query.text(SCOPE).equals(WireName.of(Scope.ALL)) ? Scope.ALL : Scope.OWN,
            WireName.parse(RiskLevel.class, query.text(RISK)),
            WireName.parse(Due.class, query.text(DUE)),
            WireName.parse(ActionClass.class, query.text(CLASS)),
            WireName.parse(Environment.class, query.text(ENVIRONMENT)),
            named(query.text(GROUP), GroupName::new),
            named(query.text(AGENT), AgentId::new),
            TagName.parse(query.text(TAG)).map(TagName::toString).orElse(""),
            ProposalId.parse(query.text(AFTER)).map(ProposalId::value).orElse("")));
  }

  private static <T> Optional<T> named(String text, Function<String, T> name) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(name.apply(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  String path() {
    Map<String, String> said = new LinkedHashMap<>();
    if (question.scope() == Scope.ALL) {
      said.put(SCOPE, WireName.of(Scope.ALL));
    }
    question.risk().ifPresent(risk -> said.put(RISK, WireName.of(risk)));
    question.due().ifPresent(due -> said.put(DUE, WireName.of(due)));
    question.actionClass().ifPresent(one -> said.put(CLASS, WireName.of(one)));
    question.environment().ifPresent(one -> said.put(ENVIRONMENT, WireName.of(one)));
    question.group().ifPresent(one -> said.put(GROUP, one.value()));
    question.agent().ifPresent(one -> said.put(AGENT, one.value()));
    if (!question.tag().isEmpty()) {
      said.put(TAG, question.tag());
    }
    if (!question.after().isEmpty()) {
      said.put(AFTER, question.after());
    }
    StringBuilder path = new StringBuilder(OwnPath.QUEUE);
    said.forEach((name, value) ->
        path.append(path.length() == 1 ? '?' : '&').append(name).append('=').append(value));
    return path.toString();
  }

  QueueAddress of(Scope scope) {
    return new QueueAddress(
        new Question(
            scope,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "",
            ""));
  }

  /// The same question about what was answered, which is less where a role is missing.
  QueueAddress answered(Scope scope) {
    return new QueueAddress(
        new Question(
            scope,
            question.risk(),
            question.due(),
            question.actionClass(),
            question.environment(),
            question.group(),
            question.agent(),
            question.tag(),
            question.after()));
  }

  QueueAddress at(Optional<RiskLevel> risk, Optional<Due> due) {
    return with(
        risk,
        due,
        question.actionClass(),
        question.environment(),
        question.group(),
        question.agent());
  }

  QueueAddress ofClass(Optional<ActionClass> one) {
    return with(
        question.risk(),
        question.due(),
        one,
        question.environment(),
        question.group(),
        question.agent());
  }

  QueueAddress in(Optional<Environment> one) {
    return with(
        question.risk(),
        question.due(),
        question.actionClass(),
        one,
        question.group(),
        question.agent());
  }

  QueueAddress ofGroup(Optional<GroupName> one) {
    return with(
        question.risk(),
        question.due(),
        question.actionClass(),
        question.environment(),
        one,
        question.agent());
  }

  QueueAddress ofAgent(Optional<AgentId> one) {
    return with(
        question.risk(),
        question.due(),
        question.actionClass(),
        question.environment(),
        question.group(),
        one);
  }

  QueueAddress tagged(String tag) {
    return from(tag, "");
  }

  QueueAddress after(ProposalId id) {
    return from(question.tag(), id.value());
  }

  private QueueAddress from(String tag, String after) {
    return new QueueAddress(
        new Question(
            question.scope(),
            question.risk(),
            question.due(),
            question.actionClass(),
            question.environment(),
            question.group(),
            question.agent(),
            tag,
            after));
  }

  /// From the beginning again.
  private QueueAddress with(
      Optional<RiskLevel> risk,
      Optional<Due> due,
      Optional<ActionClass> actionClass,
      Optional<Environment> environment,
      Optional<GroupName> group,
      Optional<AgentId> agent) {
    return new QueueAddress(
        new Question(
            question.scope(),
            risk,
            due,
            actionClass,
            environment,
            group,
            agent,
            question.tag(),
            ""));
  }
}
