package dev.countersign.app;

import dev.countersign.app.file.FileReading;
import dev.countersign.app.version.VersionFiles;
import dev.countersign.card.Board;
import dev.countersign.card.BoardDesk;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickDesk;
import dev.countersign.card.DetailsDesk;
import dev.countersign.card.EditDesk;
import dev.countersign.card.FormOpening;
import dev.countersign.card.FormPress;
import dev.countersign.card.QueueDesk;
import dev.countersign.card.Reply;
import dev.countersign.card.ReviewDesk;
import dev.countersign.execution.OutsideDesk;
import dev.countersign.gate.ApprovalGate;
import dev.countersign.intake.AgentUndos;
import dev.countersign.intake.Intake;
import dev.countersign.intake.IntakeEvaluation;
import dev.countersign.intake.IntakeResult;
import dev.countersign.json.Digest;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeploymentVersions;
import dev.countersign.ledger.FormerVersionException;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.NumberedVersion;
import dev.countersign.ledger.UnprovenFileException;
import dev.countersign.people.AccountId;
import dev.countersign.people.Agent;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.GrantId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gate with the version in force. Another one is taken over between two steps, from the bytes
/// that the database keeps. A step that began with the former one is refused by the ledger, and
/// taken again with the new one.
///
/// A replica that cannot take over what is in force - its bytes are not kept, its release does not
/// read them, or it has served a later one - takes part no more: it is not ready and claims no
/// executions, and what else comes to it is refused by the ledger.
final class GateInForce
    implements Intake,
        AgentUndos,
        ClickDesk,
        EditDesk,
        QueueDesk,
        BoardDesk,
        DetailsDesk,
        ReviewDesk,
        OutsideDesk {
  private static final Logger log = LoggerFactory.getLogger(GateInForce.class);

  /// How often work is begun again because another version was put in force meanwhile.
  private static final int MOST_TRIES = 3;

  private final DeploymentVersions versions;
  private final BiFunction<NumberedFiles, ServedVersion, ServedVersion> open;
  private final Consumer<ServedVersion> opened;
  private final AtomicReference<ServedVersion> served;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile String apart = "";

  /// @param first what this replica starts with
  /// @param open makes the gate of another version, after the one that is served
  /// @param opened told what is served from now on
  GateInForce(
      DeploymentVersions versions,
      ServedVersion first,
      BiFunction<NumberedFiles, ServedVersion, ServedVersion> open,
      Consumer<ServedVersion> opened) {
    this.versions = versions;
    this.open = open;
    this.opened = opened;
    this.served = new AtomicReference<>(first);
  }

  ServedVersion served() {
    return served.get();
  }

  /// What is in force at this moment, served from now on.
  ///
  /// @throws LedgerUnavailableException when this replica cannot take it over
  ServedVersion inForce() {
    look();
    if (!isCurrent()) {
      throw new LedgerUnavailableException("this replica takes part no more: " + apart);
    }
    return served.get();
  }

  /// Whether this replica serves what was in force when it last looked.
  boolean isCurrent() {
    return apart.isEmpty();
  }

  @Override
  public IntakeResult submit(Agent agent, byte[] body, Optional<String> idempotencyKey) {
    return with(gate -> gate.intake().submit(agent, body, idempotencyKey));
  }

  @Override
  public IntakeEvaluation evaluate(Agent agent, byte[] body) {
    return with(gate -> gate.intake().evaluate(agent, body));
  }

  @Override
  public ClickAnswer decide(Click click) {
    try {
      return with(gate -> gate.decisions().decide(click));
    } catch (LedgerUnavailableException e) {
      return served.get().gate().decisions().notRecorded(click, e);
    }
  }

  @Override
  public FormOpening open(Click click) {
    return with(gate -> gate.decisions().open(click));
  }

  /// By the tags of the policy in force.
  @Override
  public Reply queue(AccountId asker, String tag, String after) {
    return served.get().gate().queue().queue(asker, tag, after);
  }

  @Override
  public Reply status(AccountId asker, String id) {
    return served.get().gate().queue().status(asker, id);
  }

  @Override
  public Board board(AccountId viewer, BoardDesk.Question question) {
    return served.get().gate().board().board(viewer, question);
  }

  @Override
  public Opened open(FormPress press) {
    return with(gate -> gate.edits().open(press));
  }

  @Override
  public Answer edit(Edit edit) {
    return with(gate -> gate.edits().edit(edit));
  }

  @Override
  public Shown look(Look look) {
    return with(gate -> gate.details().look(look));
  }

  @Override
  public Reviewed look(AccountId viewer, String id) {
    return with(gate -> gate.reviews().look(viewer, id));
  }

  @Override
  public List<Work> work(String executor) {
    return with(gate -> gate.outside().work(executor));
  }

  /// Not where this replica may not judge: it looks anew, as before an execution of its own.
  @Override
  public Redeeming redeem(String executor, GrantId grant, Digest action, Optional<String> key) {
    inForce();
    return with(gate -> gate.outside().redeem(executor, grant, action, key));
  }

  @Override
  public Reporting report(String executor, GrantId grant, Report report) {
    return with(gate -> gate.outside().report(executor, grant, report));
  }

  @Override
  public Optional<IntakeResult> undo(
      Agent agent, ProposalId id, byte[] body, Optional<String> idempotencyKey) {
    return with(gate -> gate.undos().undo(agent, id, body, idempotencyKey));
  }

  /// Carries out an order to execute.
  void execute(Delivery delivery) {
    with(gate -> {
      gate.executions().run(delivery);
      return delivery;
    });
  }

  /// Carries out an order to ask about a changed record anew.
  void askAnew(Delivery delivery) {
    with(gate -> {
      gate.changed().deliver(delivery);
      return delivery;
    });
  }

  /// Carries out an order to look at a target that has confirmed an action.
  void readBack(Delivery delivery) {
    with(gate -> {
      gate.readBacks().deliver(delivery);
      return delivery;
    });
  }

  /// Does a piece of work at the gate with the version in force.
  ///
  /// @throws LedgerUnavailableException when this replica has not got it, and as the work does
  <A> A with(Function<ApprovalGate, A> work) {
    for (int tries = 1; ; tries++) {
      ServedVersion at = served.get();
      try {
        return work.apply(at.gate());
      } catch (FormerVersionException e) {
        look();
        if (tries == MOST_TRIES || served.get().version().number() == at.version().number()) {
          throw new LedgerUnavailableException(String.valueOf(e.getMessage()), e);
        }
      }
    }
  }

  /// Takes over what is in force, unless it is served.
  void look() {
    looking.lock();
    try {
      Optional<NumberedVersion> now = versions.inForce();
      if (now.isEmpty()) {
        standApart("nothing is in force any more");
      } else {
        follow(now.get());
      }
    } catch (UnprovenFileException e) {
      standApart(String.valueOf(e.getMessage()));
    } finally {
      looking.unlock();
    }
  }

  private void follow(NumberedVersion now) {
    int number = served.get().version().number();
    if (now.number() == number) {
      apart = "";
    } else if (now.number() < number) {
      standApart(
          "the database says that a version from before the one it served is in force; after a"
              + " restore, restart this replica");
    } else {
      switch (VersionFiles.kept(versions, now.version()).orElse(null)) {
        case null -> standApart("the bytes of version " + now.version().digest() + " are not kept");
        case FileReading.Unreadable<VersionFiles>(var problems) ->
            standApart(
                "this release does not read version %s: %s"
                    .formatted(now.version().digest(), problems));
        case FileReading.Read<VersionFiles>(var files) ->
            takeOver(new NumberedFiles(now.number(), files));
      }
    }
  }

  private void takeOver(NumberedFiles version) {
    ServedVersion next;
    try {
      next = open.apply(version, served.get());
    } catch (RuntimeException e) {
      standApart(
          "version %s could not be opened: %s".formatted(version.files().version().digest(), e));
      return;
    }
    served.set(next);
    apart = "";
    log.info("version {} is in force, and served from now on", version.files().version().digest());
    opened.accept(next);
  }

  /// Says why once.
  private void standApart(String why) {
    if (!apart.equals(why)) {
      log.error("this replica takes part no more: {}", why);
    }
    apart = why;
  }
}
