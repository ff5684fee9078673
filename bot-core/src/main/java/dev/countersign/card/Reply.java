package dev.countersign.card;

import dev.countersign.people.ChatAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What one person is shown who asked, before any chat draws it. Nothing in it decides a request:
/// each of its buttons asks a further question, which is answered anew, for whoever presses it.
/// Some of these questions change something of the presser's: those of [Commands#confirm] and
/// [Commands#unlink] what counts as them, those of [Commands#mute] and [Commands#unmute] what
/// reaches them; that of [Commands#lift] is a word of theirs for lifting a freeze.
public sealed interface Reply {

  /// All of it in fixed words, for notifications and for clients that draw nothing else. A chat may
  /// parse it as markup, so supplied text is never in it.
  String text();

  /// Nothing but the service's own words.
  record Words(String text) implements Reply {}

  /// Several things below each other.
  ///
  /// @param heading in the service's own words, at most 150 characters
  record Listing(String heading, String text, List<Part> parts) implements Reply {
    public Listing {
      parts = List.copyOf(parts);
    }
  }

  /// One request with all that its card shows, to be read only.
  ///
  /// @param card without a button
  /// @param words to the reader, in the service's own: whether they may decide it, and where; may
  ///   be empty
  /// @param spot the message to decide it on, where the reader's chat has one
  record OfRequest(CardView card, String words, Optional<Spot> spot, List<Ask> asks)
      implements Reply {
    public OfRequest {
      if (!card.buttons().isEmpty() || !card.interventions().isEmpty() || card.editable()) {
        throw new IllegalArgumentException("a reply decides nothing");
      }
      asks = List.copyOf(asks);
    }

    @Override
    public String text() {
      return words.isEmpty() ? card.summary() : card.summary() + "\n" + words;
    }
  }

  /// Questions that are answered in writing, in a form of the chat. What is sent goes to
  /// [Commands#send], and decides no request.
  ///
  /// @param title in the service's own words, at most 24 characters
  /// @param fields at least one, each of another name
  /// @param note small print in the service's own words
  /// @param send the label of the button that sends it, at most 24 characters
  /// @param question what it answers, spelled as that of an [Ask]; comes back with the answers
  record Sheet(
      String title, FormTopic about, List<Field> fields, String note, String send, String question)
      implements Reply {
    public Sheet {
      fields = List.copyOf(fields);
      if (fields.isEmpty() || !Ask.isQuestion(question)) {
        throw new IllegalArgumentException("not a form that could be sent");
      }
    }

    @Override
    public String text() {
      return title + ": " + String.join("\n", about.lines());
    }

    /// The same with what was written in it.
    ///
    /// @param typed by name of the field
    public Sheet filled(Map<String, String> typed) {
      return new Sheet(
          title,
          about,
          fields.stream().map(field -> field.filled(typed.getOrDefault(field.name(), ""))).toList(),
          note,
          send,
          question);
    }
  }

  /// One question of a form.
  ///
  /// @param name lower-case letters, digits and `_`
  /// @param label in the service's own words
  /// @param longest UTF-16 units
  /// @param missing what a chat says where required text is not there
  /// @param typed supplied text that stands in it at first; may be empty
  /// @param values the answers that it takes, in the service's own words; none where one writes
  record Field(
      String name,
      String label,
      boolean required,
      int longest,
      String missing,
      String typed,
      List<String> values) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,40}");

    public Field {
      values = List.copyOf(values);
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("not a name of a field");
      }
    }

    /// That one writes in.
    public Field(
        String name, String label, boolean required, int longest, String missing, String typed) {
      this(name, label, required, longest, missing, typed, List.of());
    }

    /// One of these answers, of which none is chosen yet.
    public static Field oneOf(String name, String label, List<String> values, String missing) {
      return new Field(name, label, true, 1, missing, "", values);
    }

    /// The answer that was chosen before; empty where none of them was.
    public Optional<String> chosen() {
      return values.stream().filter(typed::equals).findFirst();
    }

    private Field filled(String text) {
      return new Field(name, label, required, longest, missing, text, values);
    }

    /// Says nothing of what was written.
    @Override
    public String toString() {
      return "Field[" + name + "]";
    }
  }

  /// A posted message.
  record Spot(ChatAddress address, String messageId) {}

  /// A question that a button asks, as if its presser had written it, see [Commands].
  ///
  /// @param label in the service's own words, at most 75 characters
  /// @param question 1 to 200 printable ASCII characters; part of the card, so nothing that its
  ///   reader does not know
  record Ask(String label, String question) {
    /// Characters.
    public static final int LONGEST = 200;

    private static final Pattern QUESTION = Pattern.compile("[ -~]{1," + LONGEST + "}");

    public Ask {
      if (!isQuestion(question)) {
        throw new IllegalArgumentException("not a question of a button");
      }
    }

    /// Whether a button could ask that.
    public static boolean isQuestion(String text) {
      return QUESTION.matcher(text).matches();
    }
  }

  /// One part of a listing.
  sealed interface Part {

    /// Numbers at a glance.
    record Figures(List<Figure> figures) implements Part {
      public Figures {
        figures = List.copyOf(figures);
      }
    }

    /// What the rows below it are.
    record Title(String words) implements Part {}

    /// One thing and what can be asked about it.
    ///
    /// @param headline in the service's own words
    /// @param below what is said of it, in one line
    record Row(String headline, List<Run> below, Optional<Ask> ask) implements Part {
      public Row {
        below = List.copyOf(below);
      }
    }

    /// Lines of runs.
    record Lines(List<List<Run>> lines) implements Part {
      public Lines {
        lines = lines.stream().map(List::copyOf).toList();
      }
    }

    /// Small print in the service's own words.
    record Note(String words) implements Part {}

    /// A button that leads to a page of this deployment.
    ///
    /// @param label in the service's own words, at most 75 characters
    record Leads(String label, URI page) implements Part {}

    /// Buttons beside each other.
    record Asks(List<Ask> asks) implements Part {
      public Asks {
        asks = List.copyOf(asks);
      }
    }
  }

  /// @param name in a few words
  /// @param value a number, with its unit where it has one
  record Figure(String name, String value) {}
}
