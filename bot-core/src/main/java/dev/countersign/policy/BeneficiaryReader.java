package dev.countersign.policy;

import dev.countersign.json.JsonForm;
import dev.countersign.json.ProblemSink;
import dev.countersign.json.WireName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads the member of a rule that says where an action names persons who may not decide it:
/// `beneficiaries`.
final class BeneficiaryReader {
  private static final int LONGEST_TENANT = 200;
  private static final String KINDS =
      Arrays.stream(IdKind.values()).map(WireName::of).collect(Collectors.joining(", "));

  private final ProblemSink problems;
  private final ConditionLanguage language;

  BeneficiaryReader(ProblemSink problems, ConditionLanguage language) {
    this.problems = problems;
    this.language = language;
  }

  List<BeneficiaryField> read(JsonForm rule) {
    List<JsonForm> written = rule.objects("beneficiaries", BeneficiaryField.MOST);
    if (rule.isEmptyArray("beneficiaries")) {
      rule.problem("beneficiaries", "required", "At least one field is expected.");
    }
    return written.stream().flatMap(form -> field(form).stream()).toList();
  }

  private Optional<BeneficiaryField> field(JsonForm form) {
    form.require("who");
    Optional<NamedIds> who =
        form.text("who").flatMap(text -> language.ids(text, form.pointer("who"), problems));
    form.require("as");
    Optional<IdKind> as =
        form.parsed(
            "as",
            text -> WireName.require(IdKind.class, text),
            "unknown_id_kind",
            "An id is one of these: " + KINDS + ".");
    as.ifPresent(kind -> checkTenant(form, kind));
    Optional<String> tenant =
        form.parsed(
            "tenant",
            BeneficiaryReader::checkedTenant,
            "bad_tenant",
            "The workspace, the tenant or the issuer of the accounts is expected.");
    form.close();
    boolean whole = as.filter(kind -> kind.hasTenant() == tenant.isPresent()).isPresent();
    return whole
        ? who.map(ids -> new BeneficiaryField(ids, as.orElseThrow(), tenant))
        : Optional.empty();
  }

  private static void checkTenant(JsonForm form, IdKind as) {
    if (as.hasTenant()) {
      form.require("tenant");
    } else if (form.has("tenant")) {
      form.problem("tenant", "only_with_accounts", "The id of a person is known everywhere.");
    }
  }

  private static String checkedTenant(String text) {
    if (text.isBlank() || text.length() > LONGEST_TENANT) {
      throw new IllegalArgumentException("not a tenant");
    }
    return text;
  }
}
