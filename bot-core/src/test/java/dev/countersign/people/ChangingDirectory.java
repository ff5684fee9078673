package dev.countersign.people;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;

/// People that change while a test runs: each question is put to those there are at that moment.
public final class ChangingDirectory {
  private ChangingDirectory() {}

  public static Directory of(Supplier<? extends Directory> now) {
    return (Directory)
        Proxy.newProxyInstance(
            Directory.class.getClassLoader(),
            new Class<?>[] {Directory.class},
            (_, method, arguments) -> {
              try {
                return method.invoke(now.get(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
