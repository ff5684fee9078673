package dev.countersign.app.cli;

import dev.countersign.app.CountersignServer;
import dev.countersign.app.Startup;
import dev.countersign.app.config.Configuration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
    CountersignServer server =
        CountersignServer.startKnown(
            settings, ConfigurationOption.required(Startup.read(settings)));
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
}
