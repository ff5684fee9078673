package dev.countersign;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/// Calls that no main code of any module makes, written out or as a method reference. Each rule
/// says what to write instead.
public final class ForbiddenCalls {
  private ForbiddenCalls() {}

  public static List<ArchRule> rules() {
    return List.of(
        noSystemClock(),
        noSleep(),
        noConsole(),
        noPlatformCharset(),
        noUriResolving(),
        noPredictableRandom(),
        noLenientJson());
  }

  private static ArchRule noSystemClock() {
    return nobody("reads the system clock", ForbiddenCalls::readsTheSystemClock)
        .because(
            "time is the java.time.InstantSource handed to the constructor, so that a test can turn"
                + " it; what is decided is decided by the ledger's clock");
  }

  private static boolean readsTheSystemClock(CodeUnitAccessTarget called) {
    return is(called, System.class, "currentTimeMillis")
        || (called.getOwner().getPackageName().startsWith("java.time")
            && called.getName().equals("now")
            && called.getRawParameterTypes().stream()
                .noneMatch(type -> type.isEquivalentTo(Clock.class)));
  }

  private static ArchRule noSleep() {
    return nobody("sleeps", called -> is(called, Thread.class, "sleep"))
        .because(
            "a wait is a bounded wait for something: a latch, a queue's poll, a condition, a"
                + " scheduled delay that a stop can end");
  }

  private static ArchRule noConsole() {
    return noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .as("nobody writes to the console")
        .because("the log goes through slf4j, and a command prints to the writer it was given");
  }

  private static ArchRule noPlatformCharset() {
    return nobody("leaves the charset open", ForbiddenCalls::leavesTheCharsetOpen)
        .because("bytes that are signed or digested say StandardCharsets.UTF_8");
  }

  private static boolean leavesTheCharsetOpen(CodeUnitAccessTarget called) {
    int given = called.getRawParameterTypes().size();
    return (is(called, String.class, "getBytes") && given == 0)
        || (is(called, String.class, "<init>")
            && given == 1
            && called.getRawParameterTypes().getFirst().isEquivalentTo(byte[].class));
  }

  private static ArchRule noUriResolving() {
    return nobody("resolves a URI against another", called -> is(called, URI.class, "resolve"))
        .because(
            "a resolved reference may leave the host that was allowed; append a checked path to the"
                + " connection's base address instead");
  }

  private static ArchRule noPredictableRandom() {
    return nobody(
            "draws from a predictable generator",
            called ->
                called.getOwner().isEquivalentTo(Random.class)
                    || called.getOwner().isEquivalentTo(ThreadLocalRandom.class)
                    || is(called, Math.class, "random"))
        .because(
            "ids and secrets come from java.security.SecureRandom, jitter from an injected"
                + " java.util.random.RandomGenerator");
  }

  private static ArchRule noLenientJson() {
    return nobody(
            "makes an ObjectMapper",
            called ->
                called.getName().equals("<init>")
                    && called.getOwner().getSimpleName().equals("ObjectMapper"))
        .because(
            "its defaults accept duplicate names and any depth; dev.countersign.json.CanonicalJson"
                + " reads strictly");
  }

  private static ArchRule nobody(String does, Predicate<CodeUnitAccessTarget> it) {
    return noClasses()
        .should()
        .accessTargetWhere(
            describe(
                does,
                (JavaAccess<?> access) ->
                    access.getTarget() instanceof CodeUnitAccessTarget called && it.test(called)))
        .as("nobody " + does);
  }

  private static boolean is(CodeUnitAccessTarget called, Class<?> owner, String name) {
    return called.getOwner().isEquivalentTo(owner) && called.getName().equals(name);
  }
}
