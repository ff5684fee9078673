package dev.countersign.app.file;

import dev.countersign.executors.connection.Connections;
import dev.countersign.executors.connection.ConnectionsReader;
import dev.countersign.executors.connection.ConnectionsResult;
import dev.countersign.people.People;
import dev.countersign.people.PeopleReader;
import dev.countersign.people.PeopleReading;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyReader;
import dev.countersign.policy.PolicyReading;
import dev.countersign.proposal.AgentEnvironment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The three files that say what the gate lets pass: policy, people, connections. Each is read as a
/// whole or not at all.
public final class GateFiles {
  private GateFiles() {}

  public static FileReading<Policy> policy(Path file) {
    return YamlDocument.read(file).then(GateFiles::policy);
  }

  public static FileReading<Policy> policy(YamlDocument yaml) {
    return switch (PolicyReader.read(yaml.root(), yaml.digest())) {
      case PolicyReading.Read(var policy) -> new FileReading.Read<>(policy);
      case PolicyReading.Unreadable(var problems) ->
          unreadable(
              problems.stream()
                  .map(p -> yaml.problem(p.pointer(), p.detail() + " (" + p.code() + ")"))
                  .toList());
    };
  }

  /// @param environment when present, the one whose keys the agents must have
  public static FileReading<People> people(Path file, Optional<AgentEnvironment> environment) {
    return YamlDocument.readPeople(file).then(yaml -> people(yaml, environment));
  }

  public static FileReading<People> people(
      YamlDocument yaml, Optional<AgentEnvironment> environment) {
    return switch (PeopleReader.read(yaml.root())) {
      case PeopleReading.Read(var people) -> ofEnvironment(yaml, people, environment);
      case PeopleReading.Unreadable(var problems) ->
          unreadable(
              problems.stream()
                  .map(p -> yaml.problem(p.pointer(), p.detail() + " (" + p.code() + ")"))
                  .toList());
    };
  }

  /// A key made for a test system must not open the live one, even where somebody copied the file.
  private static FileReading<People> ofEnvironment(
      YamlDocument yaml, People people, Optional<AgentEnvironment> environment) {
    List<FileProblem> foreign =
        people.agents().stream()
            .filter(
                agent -> environment.filter(here -> here != agent.key().environment()).isPresent())
            .map(agent ->
                yaml.problem(
                    "/agents/" + agent.id() + "/key",
                    "This key belongs to another environment than this deployment."))
            .toList();
    return foreign.isEmpty() ? new FileReading.Read<>(people) : unreadable(foreign);
  }

  public static FileReading<Connections> connections(Path file) {
    return YamlDocument.read(file).then(GateFiles::connections);
  }

  public static FileReading<Connections> connections(YamlDocument yaml) {
    return switch (ConnectionsReader.read(yaml.root())) {
      case ConnectionsResult.Read(var connections) -> new FileReading.Read<>(connections);
      case ConnectionsResult.Invalid(var errors) ->
          unreadable(
              errors.stream()
                  .map(e -> yaml.problem(e.pointer(), e.detail() + " (" + e.code() + ")"))
                  .toList());
    };
  }

  private static <T> FileReading<T> unreadable(List<FileProblem> problems) {
    return new FileReading.Unreadable<>(problems);
  }
}
