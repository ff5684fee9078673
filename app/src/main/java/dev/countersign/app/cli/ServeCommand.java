package dev.countersign.app.cli;

import dev.countersign.app.CountersignServer;
import dev.countersign.app.Startup;
import dev.countersign.app.config.Configuration;
import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.GateFiles;
import dev.countersign.app.file.Reading;
import dev.countersign.app.keys.KeyFile;
import dev.countersign.executors.Connections;
import dev.countersign.people.People;
import dev.countersign.policy.Policy;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "serve",
    description = "Runs the gate until it is told to stop.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Override
  public Integer call() throws InterruptedException {
    Configuration settings = configuration.read();
    CountersignServer server = CountersignServer.start(settings, startup(settings));
    CountDownLatch told = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(() -> {
                  server.close();
                  told.countDown();
                }));
    told.await();
    return ExitCode.OK;
  }

  /// All three files are read before anything is said about one, so that one start shows every
  /// mistake.
  private static Startup startup(Configuration settings) {
    Reading<Policy> policy = GateFiles.policy(settings.files().policy());
    Reading<People> people =
        GateFiles.people(settings.files().people(), settings.environment());
    Reading<Connections> connections = GateFiles.connections(settings.files().connections());
    List<FileProblem> problems =
        Stream.of(policy, people, connections).flatMap(r -> r.problems().stream()).toList();
    if (!problems.isEmpty()) {
      throw CheckFailedException.of(problems);
    }
    return new Startup(
        ConfigurationOption.required(policy),
        ConfigurationOption.required(people),
        ConfigurationOption.required(connections),
        new KeyFile(settings.files().keys(), new SecureRandom(), InstantSource.system())
            .loadOrCreate());
  }
}
