package dev.countersign.console;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a route leads to. It says what is on it; who comes there, and from where, was looked at
/// before.
interface Page {

  /// Answers a GET, which moves nothing.
  void show(PageRequest asked) throws IOException;

  /// A page with forms.
  interface WithForms extends Page {

    /// Takes a form of ours that its visitor sent with their own key.
    void take(PageRequest asked, SentForm sent) throws IOException;

    /// Bytes of a form that it takes.
    default int mostBytes() {
      return FormBody.MOST_BYTES;
    }

    /// The fields of its forms in which somebody types, in their order.
    List<String> typedIn();

    /// What somebody typed, which is shown again where nothing can come of it.
    default String kept(FormBody form) {
      return typedIn().stream()
          .map(form::text)
          .filter(text -> !text.isBlank())
          .collect(Collectors.joining("\n\n"));
    }

    /// Where its forms stand, for whoever opens them anew.
    default OwnPath formsAt(String path) {
      return OwnPath.of(path);
    }

    /// Answers a form of an earlier sign-in, of which nothing came.
    default void refuseStale(PageRequest asked, SentForm sent) throws IOException {
      asked
          .answers()
          .words(
              HttpServletResponse.SC_CONFLICT,
              SentForm.EARLIER,
              Optional.of(asked.who()),
              SentForm.STALE + "\nTo send it, open its page anew.",
              formsAt(asked.path()).text(),
              kept(sent.form()));
    }
  }
}
