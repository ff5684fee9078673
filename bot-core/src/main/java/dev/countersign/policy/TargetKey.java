package dev.countersign.policy;

import com.ibm.icu.text.Normalizer2;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonArray;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ApiCall;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.ToolCall;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a limit per target counts together, by what is sent alone. Different spellings of one
/// target count together rather than apart: that is the stricter mistake.
///
/// | class | a target is |
/// |---|---|
/// | `message` | each recipient: without regard to case, of an e-mail address without what follows a `+` |
/// | `record_change` | record type and `target_id`, which is what is changed; all without an id are one |
/// | `api_call` | method, host and path, without the query |
/// | `tool_call` | server and tool |
final class TargetKey {
  private static final Normalizer2 NFKC_CASEFOLD = Normalizer2.getNFKCCasefoldInstance();
  private static final Pattern SUBADDRESS = Pattern.compile("\\+[^@]*(?=@)");

  private TargetKey() {}

  /// Digests, each once: the chain keeps them, and nobody's address is to stay there for ever.
  static List<String> of(Action action) {
    return targets(action)
        .map(parts -> Stream.concat(Stream.of(action.targetSystem()), parts.stream()).toList())
        .map(parts -> Digest.of(CanonicalJson.bytes(JsonArray.ofStrings(parts))).value())
        .distinct()
        .toList();
  }

  private static Stream<List<String>> targets(Action action) {
    return switch (action.changes()) {
      case Message message ->
          DerivedFacts.recipients(message).stream()
              .map(address -> List.of("message", mailbox(address)));
      case RecordChange change ->
          Stream.of(List.of("record_change", change.recordType(), action.targetId().orElse("")));
      case ApiCall call ->
          Stream.of(
              List.of(
                  "api_call",
                  call.method().name(),
                  DerivedFacts.host(call.address()),
                  DerivedFacts.path(call.address())));
      case ToolCall call -> Stream.of(List.of("tool_call", call.server(), call.tool()));
    };
  }

  private static String mailbox(String address) {
    return SUBADDRESS.matcher(NFKC_CASEFOLD.normalize(address)).replaceFirst("");
  }
}
