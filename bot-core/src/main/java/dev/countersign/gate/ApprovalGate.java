package dev.countersign.gate;

import dev.countersign.audit.ChainLinks;
import dev.countersign.breakglass.BreakGlass;
import dev.countersign.breakglass.GlassCommands;
import dev.countersign.breakglass.GlassSeals;
import dev.countersign.breakglass.RetrospectiveFiling;
import dev.countersign.card.CardRouting;
import dev.countersign.card.ChatDesks;
import dev.countersign.card.FreezeDesk;
import dev.countersign.card.LinkDesk;
import dev.countersign.card.PlaceDesk;
import dev.countersign.card.UnknownCommandDesk;
import dev.countersign.clockwork.DueSweep;
import dev.countersign.courier.Alarms;
import dev.countersign.courier.AskedPeople;
import dev.countersign.courier.AttachmentOpenings;
import dev.countersign.courier.Batches;
import dev.countersign.courier.ButtonTokens;
import dev.countersign.courier.Courier;
import dev.countersign.courier.Details;
import dev.countersign.courier.EvidenceExports;
import dev.countersign.courier.HomePages;
import dev.countersign.courier.Muting;
import dev.countersign.courier.OutcomeNews;
import dev.countersign.courier.PersonalCards;
import dev.countersign.courier.Reminders;
import dev.countersign.courier.Reviews;
import dev.countersign.courier.WaitingBoard;
import dev.countersign.courier.WaitingQueue;
import dev.countersign.decision.DeadlineExtension;
import dev.countersign.decision.DecisionDesk;
import dev.countersign.decision.ForgedButtons;
import dev.countersign.decision.Interventions;
import dev.countersign.decision.NotedEdits;
import dev.countersign.decision.ProblemReports;
import dev.countersign.drawing.AlarmPage;
import dev.countersign.drawing.CardComposer;
import dev.countersign.drawing.ShownInFull;
import dev.countersign.execution.ExecutionRunner;
import dev.countersign.execution.LateOutcomes;
import dev.countersign.execution.OutsideExecutions;
import dev.countersign.execution.PolicyStillHolds;
import dev.countersign.execution.ReadBacks;
import dev.countersign.execution.StartCheck;
import dev.countersign.grant.GrantIssuer;
import dev.countersign.grant.QuorumProspects;
import dev.countersign.grant.RecordProof;
import dev.countersign.intake.ChangedRecords;
import dev.countersign.intake.IntakeDesk;
import dev.countersign.intake.MessageEdits;
import dev.countersign.intake.RulingDesk;
import dev.countersign.intake.Undos;
import dev.countersign.intake.WithdrawalDesk;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.NotedAlarms;
import dev.countersign.ledger.Steps;
import dev.countersign.proposal.Ulid;
import dev.countersign.token.ButtonSeals;
import dev.countersign.token.DecisionTokenVerifier;
import dev.countersign.token.DecisionTokens;
import dev.countersign.token.GrantTokens;
import dev.countersign.token.GrantVerifier;

/// A whole gate without its edges, in the order of the flow. It holds no state and runs nothing by
/// itself: doors call the desks, workers hand in deliveries.
///
/// @param intake propose: read, ruled, opened in one commit
/// @param undos propose that what was done be undone, for its agent
/// @param edits whoever may decide a message edits it: the next revision
/// @param withdrawals the agent takes back what it proposed
/// @param courier ask and tell: cards brought up to the committed state
/// @param views what one person is shown of a card
/// @param details the whole of an action in pages, for one person
/// @param reviews the whole of a request on pages, for one person
/// @param exports the whole record of a request as a file, for one person
/// @param attachments the bytes of an attachment, for one person
/// @param queue what waits for one person
/// @param board the same on pages, by risk and time
/// @param batches one card about alike requests
/// @param problems what people say was wrong with a decision
/// @param decisions decide: a press comes in, a vote and perhaps a grant go into the ledger
/// @param deadlines more time for those who decide
/// @param mutes who wants quiet for a while
/// @param forged what is known of buttons that the gate did not make
/// @param executions execute: once, through our own connections
/// @param lateOutcomes records what the ledger could not take when it was known
/// @param readBacks looks what stands at a target that has confirmed an action
/// @param outside execute elsewhere: what executors outside of this gate ask and report
/// @param reminders sends what the clock orders
/// @param outcomes tells those who did not ask how requests end
/// @param changed asks people anew about what was not executed because its record had changed
/// @param breakGlass one person in the place of a quorum, by exception
/// @param retrospectives what is written afterwards about that
/// @param glassCommands what chats ask of that
/// @param alarms tells operators and security of that
/// @param due remind, escalate, expire: what time asks for
public record ApprovalGate(
    IntakeDesk intake,
    Undos undos,
    NotedEdits edits,
    WithdrawalDesk withdrawals,
    Courier courier,
    PersonalCards views,
    Details details,
    Reviews reviews,
    EvidenceExports exports,
    AttachmentOpenings attachments,
    WaitingQueue queue,
    WaitingBoard board,
    HomePages homes,
    Batches batches,
    ProblemReports problems,
    DecisionDesk decisions,
    DeadlineExtension deadlines,
    Interventions interventions,
    Muting mutes,
    ForgedButtons forged,
    ExecutionRunner executions,
    LateOutcomes lateOutcomes,
    ReadBacks readBacks,
    OutsideExecutions outside,
    Reminders reminders,
    OutcomeNews outcomes,
    ChangedRecords changed,
    BreakGlass breakGlass,
    RetrospectiveFiling retrospectives,
    GlassCommands glassCommands,
    Alarms alarms,
    DueSweep due) {

  /// What the chats call, where nobody links accounts, looks at places, freezes, or lists what
  /// nobody knows the end of.
  public ChatDesks desks() {
    return new ChatDesks(
        new ChatDesks.CardDesks(decisions, views, edits, interventions, details, forged),
        new ChatDesks.QuestionDesks(
            queue, homes, batches, deadlines, problems, mutes, LinkDesk.CLOSED),
        new ChatDesks.DeploymentDesks(
            PlaceDesk.NONE, FreezeDesk.CLOSED, glassCommands, UnknownCommandDesk.CLOSED));
  }

  public static ApprovalGate over(Ports ports) {
    Signing signing = ports.signing();
    ChatPorts chats = ports.chats();
    RecordProof proof = new RecordProof(ChainLinks.under(signing.keys().evidence()));
    StoreParts decisions = StoreParts.over(ports.stores().decisions(), ports, proof);
    StoreParts agents = StoreParts.over(ports.stores().agents(), ports, proof);
    StoreParts background = StoreParts.over(ports.stores().background(), ports, proof);
    Ulid ids = new Ulid(ports.ledgerClock(), ports.random());
    ShownInFull shown = new ShownInFull(chats.surfaces(), chats.renderers());
    ButtonTokens buttons =
        new ButtonTokens(new DecisionTokens(signing.keys()), signing.issuer(), ids);
    ButtonSeals seals = new ButtonSeals(signing.keys().evidence(), ports.ledgerClock());
    Batches batches =
        new Batches(
            background.ports().ledger(),
            background.steps(),
            background.ports().deliveries(),
            background.ports().directory(),
            background.routing(),
            chats.channels(),
            buttons,
            ids,
            ports.metrics().cards());
    CardComposer composer = new CardComposer(background.ports().directory(), chats.console());
    WaitingQueue queue =
        new WaitingQueue(
            background.ports().ledger(),
            background.ports().directory(),
            ports.rules().policy(),
            composer);
    GrantIssuer grants =
        new GrantIssuer(
            new GrantTokens(signing.keys(), signing.issuer()),
            ids,
            ports.execution().executor()::audience,
            ports.execution().executor()::triesOut);
    RulingDesk rulings =
        new RulingDesk(
            ports.rules().policy(),
            ports.rules().internalDomains(),
            agents.ports().directory(),
            agents.routing());
    IntakeDesk intake =
        new IntakeDesk(
            rulings,
            ports.execution().executor(),
            new QuorumProspects(agents.ports().directory(), agents.routing(), shown),
            grants,
            agents.ports().ledger(),
            agents.ports().attachments(),
            proof,
            ports.ledgerClock(),
            ids,
            ports.afterCommit(),
            ports.rules().limits(),
            agents.noted());
    StartCheck starts =
        new StartCheck(
            ports.execution().executor(),
            proof,
            new PolicyStillHolds(
                (agent, record) ->
                    rulings.again(
                        agent,
                        record.proposal().action(),
                        record.proposal().context(),
                        record.now(),
                        record.ruling()),
                background.ports().directory()),
            new GrantVerifier(signing.keys(), signing.issuer()),
            grants,
            background.ports().attachments(),
            ports.rules().glass().startAfter());
    Undos undos =
        new Undos(
            intake,
            agents.ports().ledger(),
            agents.ports().directory(),
            proof,
            ports.execution().executor());
    ProblemReports problems =
        new ProblemReports(background.steps(), background.ports().directory(), proof);
    GlassSeals glassSeals = new GlassSeals(seals);
    BreakGlass breakGlass =
        new BreakGlass(
            decisions.ports().ledger(),
            decisions.steps(),
            decisions.ports().directory(),
            chats.renderers(),
            decisions.ports().retrospectives(),
            proof,
            grants,
            ports.rules().glass(),
            seals,
            decisions.ports().refusedAttempts(),
            ports.metrics().glass());
    RetrospectiveFiling filing =
        new RetrospectiveFiling(
            decisions.steps(),
            decisions.ports().directory(),
            decisions.ports().retrospectives(),
            proof,
            decisions.ports().refusedAttempts());
    return new ApprovalGate(
        intake,
        undos,
        new NotedEdits(
            new MessageEdits(intake, agents.ports().ledger(), agents.ports().directory()),
            agents.steps(),
            agents.ports().directory(),
            seals),
        new WithdrawalDesk(agents.steps()),
        new Courier(
            background.steps(),
            background.ports().ledger(),
            background.ports().deliveries(),
            chats.channels(),
            composer,
            batches,
            buttons,
            ids,
            new AskedPeople(background.ports().ledger(), background.ports().directory()),
            background.routing(),
            ports.unreachedAfter(),
            ports.metrics().cards()),
        new PersonalCards(
            decisions.steps(),
            decisions.ports().directory(),
            chats.channels(),
            batches,
            buttons,
            new CardComposer(decisions.ports().directory(), chats.console()),
            ids),
        new Details(
            decisions.steps(),
            decisions.ports().directory(),
            chats.channels(),
            buttons,
            chats.console()),
        new Reviews(
            decisions.steps(),
            decisions.ports().directory(),
            chats.renderers(),
            buttons,
            background.ports().ledger(),
            proof),
        new EvidenceExports(
            background.steps(), background.ports().ledger(), background.ports().directory()),
        new AttachmentOpenings(
            background.steps(), background.ports().attachments(), background.ports().directory()),
        queue,
        new WaitingBoard(
            background.ports().ledger(),
            background.ports().directory(),
            ports.rules().policy(),
            ports.execution().executor()),
        new HomePages(background.ports().ledger(), background.ports().directory(), queue),
        batches,
        problems,
        new DecisionDesk(
            new DecisionTokenVerifier(signing.keys(), signing.issuer(), signing.epoch()),
            ports.ledgerClock(),
            decisions.ports().ledger(),
            decisions.steps(),
            decisions.ports().directory(),
            new QuorumProspects(decisions.ports().directory(), decisions.routing(), shown),
            proof,
            grants,
            decisions.cards(),
            chats.console(),
            ports.metrics().decisions(),
            decisions.noted()),
        new DeadlineExtension(decisions.steps(), decisions.ports().directory(), decisions.cards()),
        new Interventions(
            decisions.ports().ledger(),
            decisions.steps(),
            decisions.ports().directory(),
            decisions.cards(),
            proof,
            undos,
            problems,
            seals),
        new Muting(background.ports().mutes(), background.ports().directory(), seals),
        new ForgedButtons(decisions.steps(), decisions.ports().directory()),
        new ExecutionRunner(
            background.steps(),
            background.ports().deliveries(),
            background.ports().ledger()::freezing,
            starts,
            ports.execution().executor(),
            ids,
            ports.ledgerClock(),
            ports.execution().patience(),
            ports.execution().keptOutcomes(),
            ports.metrics().executions()),
        new LateOutcomes(
            background.steps(), ports.execution().executor(), ports.metrics().executions()),
        new ReadBacks(
            background.ports().ledger(),
            background.steps(),
            background.ports().deliveries(),
            ports.execution().executor(),
            proof,
            ports.metrics().executions(),
            background.ports().directory()),
        new OutsideExecutions(
            background.ports().ledger(),
            background.steps(),
            background.ports().deliveries(),
            starts,
            ids,
            ports.metrics().executions()),
        new Reminders(
            background.ports().ledger(),
            background.ports().deliveries(),
            chats.channels(),
            composer,
            new AskedPeople(background.ports().ledger(), background.ports().directory()),
            background.ports().mutes(),
            background.routing(),
            ports.metrics().cards()),
        new OutcomeNews(
            background.ports().ledger(),
            background.ports().deliveries(),
            background.ports().directory(),
            chats.channels(),
            chats.surfaces(),
            chats.outcomes(),
            ports.metrics().cards()),
        new ChangedRecords(
            intake,
            background.ports().ledger(),
            background.ports().deliveries(),
            background.ports().directory(),
            proof),
        breakGlass,
        filing,
        breakGlass.commands(chats.console(), glassSeals, filing),
        new Alarms(
            background.ports().ledger(),
            background.ports().deliveries(),
            background.ports().directory(),
            chats.channels(),
            (place, request) ->
                new AlarmPage.Ways(
                    glassSeals.ending(place, request), glassSeals.filing(place, request)),
            ports.metrics().cards()),
        new DueSweep(
            background.ports().ledger(),
            background.steps(),
            background.ports().directory(),
            background.cards()));
  }

  /// What the core makes of one way to the store.
  private record StoreParts(
      StorePorts ports, Steps steps, CardRouting routing, CardOrders cards, NotedAlarms noted) {
    static StoreParts over(StorePorts store, Ports ports, RecordProof proof) {
      CardRouting routing =
          new CardRouting(store.directory(), ports.chats().surfaces(), store.conversations());
      return new StoreParts(
          store,
          new Steps(store.ledger(), proof, ports.chats().outcomes(), ports.afterCommit()),
          routing,
          new CardOrders(routing),
          new NotedAlarms(store.alarms(), ports.rules().policy()));
    }
  }
}
