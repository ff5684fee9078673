package dev.countersign.drawing;

import dev.countersign.TestGate;
import dev.countersign.audit.AuditHead;
import dev.countersign.card.CardView;
import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.policy.Gate;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.RiskAssessment;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import dev.countersign.policy.Timing;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.Proposal;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.RequestState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Cards of an agent that explains itself at the greatest length there may be.
public final class TalkativeAgent {
  public static final int LONGEST_REASON = 8_000;
  public static final int MOST_EVIDENCE = 20;
  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_URL = 2_048;
  private static final int LONGEST_EXCERPT = 4_000;

  private static final String REASON =
      "The customer was charged twice on 14 November, and support confirmed it on ticket #88213. ";

  private static final ProposalId REQUEST = new ProposalId("prop_01JD9Q7Z3M8V5K2N4R6T8W0XYZ");

  private TalkativeAgent() {}

  /// An e-mail of this text, with the longest reason and the most and longest evidence.
  public static CardView message(String content) {
    return card(
        SampleProposals.draft(
            CanonicalJson.bytes(
                body(content).with("rationale", Json.of(reason())).with("evidence", evidence()))));
  }

  /// The same without a word beside the action.
  public static CardView silentMessage(String content) {
    return card(SampleProposals.draft(CanonicalJson.bytes(body(content))));
  }

  /// The same card, with the longest explanations in it.
  public static CardView explaining(CardView card) {
    List<Section> sections = new ArrayList<>(card.sections());
    sections.add(
        1,
        new Section.Explanation(
            new Section.Quote("Why, says the agent", List.of(Run.passage(reason())))));
    sections.add(
        new Section.Explanation(
            new Section.Bullets(
                "Evidence (from the agent, not verified)",
                Collections.nCopies(
                    MOST_EVIDENCE,
                    List.of(
                        Run.supplied(longest("Ticket ", LONGEST_TITLE), Run.Emphasis.STRONG),
                        Run.words("  ·  "),
                        Run.supplied(longest(REASON, LONGEST_EXCERPT)))))));
    return new CardView(
        card.request(),
        card.revision(),
        card.version(),
        card.tone(),
        card.heading(),
        card.summary(),
        sections,
        card.buttons(),
        card.footer());
  }

  public static String reason() {
    return longest(REASON, LONGEST_REASON);
  }

  private static String longest(String words, int length) {
    return words.repeat(length / words.length() + 1).substring(0, length - 1) + ".";
  }

  private static JsonObject body(String content) {
    return ((JsonObject)
        CanonicalJson.parse(
            """
            {"action_type":"message.send","target_system":"helpdesk",
             "proposed_changes":{"class":"message","channel":"email",
               "to":[{"address":"mara@client.example"}],"subject":"Your duplicate charge",
               "body":{"media_type":"text/plain","content":%s}}}
            """
                .formatted(CanonicalJson.text(Json.of(content)))
                .getBytes(StandardCharsets.UTF_8)));
  }

  private static JsonArray evidence() {
    return new JsonArray(
        IntStream.rangeClosed(1, MOST_EVIDENCE)
            .<Json>mapToObj(nth ->
                JsonObject.builder()
                    .put("title", longest("Ticket " + nth + ": charged twice. ", LONGEST_TITLE))
                    .put("url", "https://desk.example/" + "t".repeat(LONGEST_URL - 21))
                    .put("kind", "ticket")
                    .put(
                        "excerpt",
                        longest("Line " + nth + " of the conversation. ", LONGEST_EXCERPT))
                    .build())
            .toList());
  }

  private static CardView card(ProposalDraft draft) {
    Stage leads = new Stage(new GroupName("support-leads"), 1, false);
    Ruling ruling =
        new Ruling(
            Gate.ASK,
            Digest.of("policy"),
            List.of("outgoing"),
            List.of(leads),
            true,
            new Timing(Duration.ofHours(4)),
            new RiskAssessment(
                Optional.of(RiskLevel.LOW), RiskLevel.HIGH, true, List.of("external-audience")),
            List.of());
    ApprovalRequest request =
        new ApprovalRequest(
            REQUEST,
            1,
            1,
            draft.action().digest(),
            ruling.stages(),
            Set.of(),
            TestGate.START,
            TestGate.START.plus(Duration.ofHours(4)),
            List.of(),
            Optional.empty(),
            List.of(),
            new RequestState.Pending());
    Proposal proposal =
        new Proposal(
            REQUEST,
            new AgentId("support-bot"),
            new PersonId("otto"),
            draft.action(),
            draft.context(),
            TestGate.START);
    return new CardComposer(TestGate.directory())
        .compose(
            new RequestRecord(
                proposal,
                ruling,
                request,
                AuditHead.genesis(REQUEST),
                Optional.empty(),
                List.of(),
                TestGate.START));
  }
}
