package dev.countersign.app.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.countersign.TestGate;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.file.GateFiles;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.app.policy.StageCheck;
import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.executors.connection.Connections;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeActor;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.freeze.Freezing;
import dev.countersign.ledger.DeploymentChain;
import dev.countersign.ledger.Usage;
import dev.countersign.overview.AgentsDesk;
import dev.countersign.overview.ConnectionsDesk;
import dev.countersign.overview.Flaw;
import dev.countersign.overview.PeopleDesk;
import dev.countersign.people.People;
import dev.countersign.people.PeopleReader;
import dev.countersign.people.PeopleReading;
import dev.countersign.people.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What operators are told of people, connections and agents.
class DeploymentOverviewsTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final People PEOPLE = people(TestGate.PEOPLE);
  private static final Freezing FREEZING =
      new Freezing(
          4,
          6,
          List.of(
              freeze(3, "connection:billing"),
              freeze(4, "agent:support-bot"),
              freeze(5, "environment:staging"),
              freeze(6, "action_type:refund.create")));
  private static final Usage USAGE =
      new Usage() {
        @Override
        public Map<String, Instant> lastExecuted() {
          return Map.of("billing", NOW);
        }

        @Override
        public Map<String, Integer> open() {
          return Map.of("support-bot", 3);
        }
      };

  @Test
  void aConnectionIsToldWithoutItsCredential() {
    List<ConnectionsDesk.Line> lines =
        new ConnectionsInForce(
                () ->
                    connections(
                        """
                        billing:
                          kind: http
                          base_url: https://api.billing.example
                          allow: [{method: POST, path: /v1/refunds}]
                          credential: env:BILLING_TOKEN
                        crm:
                          kind: sql
                          environment: staging
                          host: db.example
                          database: crm
                          user: gate_role
                          credential: file:/run/secrets/crm
                          records:
                            account:
                              table: public.account
                              key: id
                              fields: {note: {column: note}}
                              allow: [update]
                        """),
                USAGE,
                () -> FREEZING)
            .list();

    assertThat(lines).extracting(ConnectionsDesk.Line::name).containsExactly("billing", "crm");
    assertThat(lines.getFirst().last()).contains(NOW);
    assertThat(lines.getFirst().frozen()).containsExactly(3);
    assertThat(lines.getLast().frozen()).containsExactly(5);
    assertThat(lines.toString())
        .contains("https://api.billing.example", "POST /v1/refunds", "has one")
        .doesNotContain("BILLING_TOKEN", "/run/secrets", "gate_role");
  }

  @Test
  void anAgentIsToldWithTheStandOfItsKey() {
    AgentsDesk.Listing listing =
        new AgentsInForce(
                () -> PEOPLE,
                key ->
                    key.equals("ck_test_supportbot1")
                        ? Optional.of(new AgentsInForce.Key(true, Set.of("propose")))
                        : Optional.empty(),
                new NoEntries(),
                USAGE,
                () -> FREEZING,
                new AgentsInForce.Admitted(60, 20, 50))
            .list();

    assertThat(listing.agents())
        .extracting(AgentsDesk.Line::open, AgentsDesk.Line::opens, AgentsDesk.Line::frozen)
        .containsExactly(tuple(0, false, List.of()), tuple(3, true, List.of(4)));
  }

  @Test
  void aGroupOfWhichOneMemberCanApproveIsOdd() {
    PeopleDesk.Listing listing =
        desk(
                TestGate.PEOPLE.replace(
                    "\"user\":\"UPIA\"}}",
                    "\"user\":\"UPIA\"}},\"away\":[{\"from\":\"2026-11-30\",\"until\":\"2026-12-04\",\"instead\":\"lena\"}]"),
                """
                {"version":1,"rules":[{"id":"calls","when":"true","gate":"ask",
                  "stages":[{"group":"finance","approvals":1}]}]}
                """)
            .list("");

    assertThat(listing.flaws())
        .contains(
            new Flaw(
                false,
                "/groups/finance",
                "This group has one member who can approve at this moment."));
    PeopleDesk.PersonLine pia =
        listing.persons().stream().filter(one -> one.id().value().equals("pia")).findFirst().get();
    assertThat(pia.away()).isPresent();
    assertThat(pia.instead()).isPresent();
    assertThat(pia.accounts()).containsEntry(Surface.SLACK, PeopleDesk.Origin.FILE);
    PeopleDesk.PersonLine lena =
        listing.persons().stream().filter(one -> one.id().value().equals("lena")).findFirst().get();
    assertThat(lena.standsInFor()).hasSize(1);
  }

  @Test
  void personsComePageByPageAndGroupsOnTheFirst() {
    PeopleDesk desk = desk(TestGate.PEOPLE, TestGate.ONE_LEAD);

    assertThat(desk.list("").groups()).isNotEmpty();
    assertThat(desk.list("otto").groups()).isEmpty();
    assertThat(desk.list("otto").persons())
        .extracting(one -> one.id().value())
        .startsWith("pia")
        .doesNotContain("otto", "lena");
    assertThat(desk.list("").next()).isEmpty();
  }

  private static PeopleDesk desk(String people, String policy) {
    return new PeopleInForce(
        () -> people(people),
        () -> TestGate.policy(policy),
        List::of,
        Duration.ofHours(24),
        StageCheck.offered(true),
        () -> NOW);
  }

  private static People people(String json) {
    return ((PeopleReading.Read) PeopleReader.read(TestGate.json(json))).people();
  }

  private static Freeze freeze(int number, String scope) {
    return new Freeze(
        number,
        FreezeScope.parse(scope).orElseThrow(),
        "an outage",
        FreezeActor.operator("ada"),
        NOW,
        Optional.empty(),
        true);
  }

  private static Connections connections(String yaml) {
    FileReading<Connections> reading =
        YamlDocument.read("connections.yaml", yaml.getBytes(StandardCharsets.UTF_8))
            .then(GateFiles::connections);
    assertThat(reading.problems()).isEmpty();
    return ((FileReading.Read<Connections>) reading).value();
  }

  /// A chain in which nothing stands.
  private static final class NoEntries implements DeploymentChain {
    @Override
    public void append(DeploymentFact fact) {}

    @Override
    public List<DeploymentEntry> entriesAfter(int after, int most) {
      return List.of();
    }
  }
}
