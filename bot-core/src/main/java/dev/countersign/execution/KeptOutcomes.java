package dev.countersign.execution;

/// The port to where outcomes outlast this process while the ledger does not take them. Losing one
/// costs what it always did: the execution is `unknown`, and people look.
public interface KeptOutcomes {

  /// Nothing is kept.
  KeptOutcomes NONE =
      new KeptOutcomes() {
        @Override
        public boolean keep(KeptOutcome outcome) {
          return false;
        }

        @Override
        public void forget(KeptOutcome outcome) {
          // There is none.
        }
      };

  /// Returns once it would outlast the process; throws nothing, and says in the log why not. May be
  /// called by a thread that was told to stop.
  ///
  /// @return whether it is kept
  boolean keep(KeptOutcome outcome);

  /// The ledger has it now.
  void forget(KeptOutcome outcome);
}
