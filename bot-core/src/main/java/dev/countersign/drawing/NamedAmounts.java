package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.catalogue.Reading;
import dev.countersign.catalogue.Reading.Meaning;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.policy.Commitments;
import dev.countersign.policy.Commitments.Kind;
import dev.countersign.proposal.ApiCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Whether the agent writes of other amounts than its action has, as the catalogue reads it. Words
/// and bytes may differ for a good reason, so it is only told.
final class NamedAmounts {
  /// A currency with an amount, as a reading writes it.
  private static final Pattern READ = Pattern.compile("[A-Z]{3} -?([0-9,]+(?:\\.[0-9]+)?)");

  private static final Pattern NUMBER = Pattern.compile("[0-9][0-9.,'’ ]*");

  private NamedAmounts() {}

  /// Empty where the action has no amount, the agent names none, or one that it names is there.
  static Optional<Section> contradicting(RequestRecord record) {
    Optional<Reading> reading = record.ruling().circumstances().reading();
    Set<String> read =
        reading.stream()
            .flatMap(each -> each.lines().stream())
            .filter(line -> line.meaning() instanceof Meaning.Words)
            .map(line -> ((Meaning.Words) line.meaning()).text())
            .collect(Collectors.toSet());
    Set<String> amounts =
        read.stream()
            .flatMap(text -> READ.matcher(text).results())
            .map(found -> plain(found.group(1)))
            .collect(Collectors.toSet());
    if (amounts.isEmpty()) {
      return Optional.empty();
    }
    List<String> named = said(record).stream().flatMap(text -> named(text).stream()).toList();
    if (named.isEmpty() || named.stream().map(NamedAmounts::number).anyMatch(amounts::contains)) {
      return Optional.empty();
    }
    return Optional.of(
        Section.Lines.of(
            List.of(
                Run.strong("⚠️ The agent writes of "),
                Run.supplied(named.getFirst(), Run.Emphasis.STRONG),
                Run.strong(", and the action says otherwise."))));
  }

  private static List<String> said(RequestRecord record) {
    List<String> said = new ArrayList<>();
    record.proposal().context().rationale().ifPresent(said::add);
    if (record.proposal().action().changes() instanceof ApiCall call) {
      said.addAll(call.sideEffects());
    }
    return said;
  }

  private static List<String> named(String text) {
    return Commitments.find(text).stream()
        .filter(span -> span.kind() == Kind.AMOUNT)
        .map(span -> text.substring(span.start(), span.end()))
        .filter(amount -> NUMBER.matcher(amount).find())
        .toList();
  }

  private static String number(String amount) {
    return NUMBER
        .matcher(amount)
        .results()
        .findFirst()
        .map(found -> plain(found.group()))
        .orElse("");
  }

  /// Without signs between thousands, with a point before two last digits, and without zero cents.
  private static String plain(String number) {
    String digits = number.strip().replaceAll("[.,]$", "");
    String withPoint = digits.replaceAll("[.,]([0-9]{1,2})$", "#$1").replaceAll("[.,'’ ]", "");
    return withPoint
        .replace('#', '.')
        .replaceAll("\\.0{1,2}$", "")
        .replaceAll("(\\.[0-9])0$", "$1");
  }
}
