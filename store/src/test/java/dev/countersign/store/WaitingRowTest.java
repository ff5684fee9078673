package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.WaitingLine;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How the queue is read on Postgres.
class WaitingRowTest {
  private static final PersonId ASKER = new PersonId("somebody");

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Test
  void theQueueReadsNoBodiesAndNoGrants() throws Exception {
    ProposalId id = opened(60);
    postgres.asAdmin(
        "revoke select on countersign.proposal, countersign.exec_grant, countersign.audit_entry"
            + " from countersign_app");
    postgres.asAdmin(
        "grant select (id, conflicted, deed, deed_object, ruling) on countersign.proposal to"
            + " countersign_app");

    assertThat(waiting(10)).containsExactly(id);
    assertThatThrownBy(() -> postgres.store().ledger().find(id))
        .as("the record is out of reach")
        .hasMessageContaining("42501");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "action_kind = 'message_by_pigeon'",
        "risk_rank = 9",
        "agent = ''",
        "id = replace(id, 'prop_', 'prop-')"
      })
  void whatDoesNotReadTakesNoPlaceOfOthers(String damage) throws Exception {
    ProposalId first = opened(60);
    ProposalId damaged = opened(120);
    ProposalId second = opened(180);
    ProposalId third = opened(240);
    postgres.asAdmin(
        "update countersign.request set " + damage + " where id = '" + damaged.value() + "'");

    assertThat(waiting(2)).containsExactly(first, second);
    assertThat(waiting(3)).containsExactly(first, second, third);
    assertThat(waiting(4)).containsExactly(first, second, third);
  }

  @Test
  void onlyWhatAsksPeopleIsWrittenIntoTheirLists() throws Exception {
    opened(60);
    Opening expired =
        OpeningBuilder.at(now()).state(new RequestState.Expired(now().minusSeconds(1))).build();
    assertThat(postgres.store().ledger().open(expired)).isEqualTo(new OpenResult.Opened());

    try (var connection = postgres.admin().getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select state, action_kind, target_system, dry_run, on_behalf_of"
                    + " from countersign.request order by state desc")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("action_kind")).isEqualTo("message_email");
      assertThat(rows.getString("target_system")).isEqualTo("mail");
      assertThat(rows.getString("dry_run")).isEqualTo("f");
      assertThat(rows.getString("on_behalf_of")).isNull();
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("state")).isEqualTo("expired");
      assertThat(rows.getString("action_kind")).isNull();
      assertThat(rows.getString("target_system")).isNull();
      assertThat(rows.getString("dry_run")).isNull();
    }
  }

  @Test
  void theMarkOfAGroupChangesWithWhatWaitsForItAndIsTheSameOnEveryReplica() throws Exception {
    GroupName other = new GroupName("managers");
    Set<GroupName> both = Set.of(OpeningBuilder.LEADS, other);
    opened(60);
    Map<GroupName, String> before = postgres.store().waitingMarks().marks(both);
    assertThat(postgres.store().waitingMarks().marks(both)).isEqualTo(before).hasSize(2);

    ProposalId id = opened(120);
    Map<GroupName, String> come = postgres.store().waitingMarks().marks(both);
    assertThat(come.get(OpeningBuilder.LEADS)).isNotEqualTo(before.get(OpeningBuilder.LEADS));
    assertThat(come.get(other)).isEqualTo(before.get(other));

    postgres.asAdmin(
        "update countersign.request set deadline = deadline + interval '1 minute' where id = '"
            + id.value()
            + "'");
    assertThat(postgres.store().waitingMarks().marks(Set.of(OpeningBuilder.LEADS)).values())
        .doesNotContain(come.get(OpeningBuilder.LEADS));
  }

  private List<ProposalId> waiting(int most) {
    return postgres
        .store()
        .ledger()
        .waiting(ASKER, Set.of(OpeningBuilder.LEADS), Optional.empty(), Optional.empty(), most)
        .stream()
        .map(WaitingLine::id)
        .toList();
  }

  /// @param seconds until its deadline
  private ProposalId opened(int seconds) {
    Opening opening = OpeningBuilder.at(now()).deadline(now().plusSeconds(seconds)).build();
    assertThat(postgres.store().ledger().open(opening)).isEqualTo(new OpenResult.Opened());
    return opening.proposal().id();
  }

  private Instant now() {
    return postgres.store().ledger().now();
  }
}
