package dev.countersign.execution;

import dev.countersign.json.Digest;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.GrantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What executors outside of this gate ask of it. Whoever calls has made sure who they are: nothing
/// here is a credential, and least of all a grant.
public interface OutsideDesk {

  /// At most so much work of each kind is told at once.
  int MOST_WORK = 20;

  /// What there is for this executor to do: first what it may redeem, then what it has redeemed and
  /// not reported, each in the order in which it was proposed. A grant that has lapsed meanwhile is
  /// replaced first; what is damaged is left out.
  List<Work> work(String executor);

  /// Spends a grant, once, after everything is checked again.
  ///
  /// @param action what the executor takes the grant to be for
  /// @param key who asks again with the key that it redeemed with gets the same answer until it has
  ///   reported; without one there is no second answer
  Redeeming redeem(String executor, GrantId grant, Digest action, Optional<String> key);

  /// Records, once, how an execution went by the word of its executor.
  Reporting report(String executor, GrantId grant, Report report);

  /// @param token the signed grant; it lets an executor fail early and authorises nothing
  /// @param reportBy until when the report on what is redeemed is waited for; empty while it is not
  record Work(
      GrantId grant,
      ProposalId request,
      String targetSystem,
      Digest action,
      String token,
      Instant expiresAt,
      Optional<Instant> reportBy) {
    @Override
    public String toString() {
      return "Work[" + grant + "]";
    }
  }

  /// What redeeming comes to.
  sealed interface Redeeming {

    /// Executing is allowed now, and only now, and once.
    ///
    /// @param idempotencyKey for the target, see [Order]
    /// @param again whether this very caller was told before
    record Redeemed(
        Action action,
        ExecutionId execution,
        String idempotencyKey,
        Instant reportBy,
        boolean again)
        implements Redeeming {}

    /// Nothing may be executed.
    ///
    /// @param code stable: of [Why], or why a check of the gate refuses
    /// @param pause after which it is worth asking again
    record Refused(Why why, String code, Optional<Duration> pause) implements Redeeming {}
  }

  /// Why nothing is redeemed or recorded.
  enum Why {
    /// There is no such grant for this executor.
    UNKNOWN_GRANT,
    /// It is for other bytes.
    OTHER_ACTION,
    /// It had lapsed, and another one has taken its place.
    GRANT_REPLACED,
    /// It was redeemed by another attempt.
    ALREADY_REDEEMED,
    /// Its execution has ended.
    ALREADY_ENDED,
    /// A report before the grant is redeemed.
    NOT_REDEEMED,
    /// It may be asked again later.
    NOT_YET,
    /// A check refuses, and nothing will be executed any more.
    BARRED
  }

  /// How an execution went, as its executor says.
  ///
  /// @param code its own word for why: 1 to 40 lower-case letters, digits and `_`, the first a
  ///   letter
  /// @param status of HTTP, 100 to 599, or 0 for none
  /// @param detail for auditors; at most [#MAX_DETAIL] characters
  record Report(Result result, Optional<String> code, int status, Optional<String> detail) {
    public static final int MAX_DETAIL = 500;
    public static final int MAX_CODE = 40;

    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    public Report {
      if (!code.map(Report::isCode).orElse(true)
          || !(status == 0 || isStatus(status))
          || detail.filter(text -> text.length() > MAX_DETAIL).isPresent()) {
        throw new IllegalArgumentException("not a report");
      }
    }

    public static boolean isCode(String text) {
      return CODE.matcher(text).matches();
    }

    public static boolean isStatus(long number) {
      return number >= 100 && number <= 599;
    }
  }

  /// The three outcomes, told apart as [Outcome] does.
  enum Result {
    SUCCEEDED,
    /// Known to have had no effect.
    FAILED,
    /// May or may not have had an effect.
    UNKNOWN
  }

  /// What reporting comes to.
  sealed interface Reporting {

    /// This end stands in the record, now or since an earlier report.
    record Recorded(ProposalId request) implements Reporting {}

    record Refused(Why why) implements Reporting {}
  }
}
