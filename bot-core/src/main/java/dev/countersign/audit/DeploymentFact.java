package dev.countersign.audit;

import dev.countersign.json.JsonObject;
import java.util.Set;
import java.util.regex.Pattern;

/// One fact about the deployment before it has its place in the chain.
///
/// @param type stable, snake case, such as [#PEOPLE_IMPORTED]
/// @param actor `operator`, `gate` or `clock`
/// @param data ids, counts and digests, never secrets
public record DeploymentFact(String type, String actor, JsonObject data) {
  /// All people, groups and agents were replaced: `version`, `digest`, and how many of each.
  public static final String PEOPLE_IMPORTED = "people_imported";

  /// A person linked one more account in a chat: `version` and `digest` of the people since, the
  /// `person`, the `account` and its `name` as the chat told it, by which account it was
  /// `confirmed_by`, the `code`'s number and when it was `asked_at`.
  public static final String PEOPLE_LINKED = "people_linked";

  /// A link was taken back: `version` and `digest` of the people since, the `person`, the
  /// `account`, and `by` which account of the person's or which operator.
  public static final String PEOPLE_UNLINKED = "people_unlinked";

  /// An agent has another API key: `key`, and a digest that only the key's owner can match.
  public static final String AGENT_KEY_SET = "agent_key_set";

  /// What an agent's key may do was changed: `key`, `scopes`.
  public static final String AGENT_SCOPES_SET = "agent_scopes_set";

  /// A replica started with a key that was not known, or that is revoked now: `purpose`, `key`,
  /// `fingerprint`, `revoked`.
  public static final String KEY_REGISTERED = "key_registered";

  /// All replicas run with another file from here on: `file`, `digest`; `version` where it is one
  /// step of a [#VERSION_DEPLOYED].
  public static final String FILE_DEPLOYED = "file_deployed";

  /// The bytes of a file are kept: `file`, `digest`, how many `bytes`.
  public static final String FILE_KEPT = "file_kept";

  /// Another version is to be put in force once a second operator confirms it: `version`, `policy`,
  /// `connections`, `from` which version, `by` whom, and what it `loosens`.
  public static final String VERSION_PROPOSED = "version_proposed";

  /// Another version is in force: as [#VERSION_PROPOSED], and `proposed_by` where another operator
  /// had proposed it.
  public static final String VERSION_DEPLOYED = "version_deployed";

  /// Other people are to be imported once a second operator confirms them: `digest`, `from`, `by`,
  /// and what they `loosen`.
  public static final String PEOPLE_PROPOSED = "people_proposed";

  /// After a restore or a fail-over a new epoch began: `epoch`, the database's `place`, from when
  /// on (`began`), how many were `open` and `held`.
  public static final String EPOCH_BEGUN = "epoch_begun";

  /// A replica found the database behind what it had seen of it, and put it on hold: `epoch`, its
  /// `place` and `began` as they stand in its row.
  public static final String HOLD_BEGUN = "hold_begun";

  /// What was held when an epoch began may run: `request`.
  public static final String EXECUTION_RELEASED = "execution_released";

  /// What was put aside because it failed too often is tried again: `request`, how many
  /// `deliveries`.
  public static final String DELIVERIES_RELEASED = "deliveries_released";

  /// Somebody was refused, and it is no slip in a form: at which `door`, `why`, whether it is
  /// `alarming`, by which `account` of which `person`, with which `passkey` of which `owner`, and
  /// which request or freeze it is `about`.
  public static final String ATTEMPT_REFUSED = "attempt_refused";

  /// What puts other people in force.
  private static final Set<String> OF_PEOPLE =
      Set.of(PEOPLE_IMPORTED, PEOPLE_LINKED, PEOPLE_UNLINKED);

  private static final Pattern TYPE = Pattern.compile("[a-z][a-z_]{0,63}");

  public DeploymentFact {
    if (!TYPE.matcher(type).matches()) {
      throw new IllegalArgumentException("not a type of entry");
    }
  }

  /// Whether entries of this type tell of other people in force, by `version` and `digest`.
  public static boolean isOfPeople(String type) {
    return OF_PEOPLE.contains(type);
  }
}
