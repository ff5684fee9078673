package dev.countersign.slack;

import com.slack.api.util.thread.ExecutorServiceProvider;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/// Virtual threads wherever the Slack libraries would make pools of platform threads.
final class VirtualThreads implements ExecutorServiceProvider {

  static ExecutorService perTask(String name) {
    return Executors.newThreadPerTaskExecutor(factory(name));
  }

  @Override
  public ExecutorService createThreadPoolExecutor(String group, int size) {
    return perTask(group);
  }

  @Override
  public ScheduledExecutorService createThreadScheduledExecutor(String group) {
    return Executors.newSingleThreadScheduledExecutor(factory(group));
  }

  private static ThreadFactory factory(String name) {
    return Thread.ofVirtual().name(name + "-", 0).factory();
  }
}
