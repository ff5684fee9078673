package dev.countersign.executors.http;

import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.wire.SentRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;

/// Asks one target what has no effect there, however it ends.
public interface TargetQuestions {
  /// @param question a GET, or another request that the target promises to change nothing by
  /// @throws NotSent where it could not be asked, or the reader says so
  <A> A ask(SentRequest question, Reader<A> reader) throws IOException, HttpException;

  /// What somebody makes of the answer.
  ///
  /// @param <A> what
  @FunctionalInterface
  interface Reader<A> {
    /// @param body as far as the connection's limit goes
    /// @throws NotSent where it does not do
    A read(int status, Marks marks, byte[] body) throws NotSent;
  }

  /// A header that is there once.
  static Optional<String> one(ClassicHttpResponse answer, String name) {
    Header[] all = answer.getHeaders(name);
    return all.length == 1 ? Optional.ofNullable(all[0].getValue()) : Optional.empty();
  }

  /// What the headers of an answer say.
  ///
  /// @param tag the `ETag`; empty where there is none, or more than one
  /// @param mediaType of the body, in lower case and without parameters
  /// @param scopes what the credential may do, where Slack says so; empty where nobody does
  record Marks(Optional<String> tag, Optional<String> mediaType, Set<String> scopes) {
    public Marks {
      scopes = Set.copyOf(scopes);
    }

    static Marks of(ClassicHttpResponse answer) {
      return of(name -> one(answer, name));
    }

    /// @param header of an answer, by its name
    static Marks of(Function<String, Optional<String>> header) {
      return new Marks(
          header.apply("etag"),
          header
              .apply("content-type")
              .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)),
          header.apply("x-oauth-scopes").map(Marks::scopes).orElse(Set.of()));
    }

    private static Set<String> scopes(String listed) {
      return Arrays.stream(listed.split(","))
          .map(String::strip)
          .filter(scope -> !scope.isEmpty())
          .collect(Collectors.toUnmodifiableSet());
    }
  }
}
