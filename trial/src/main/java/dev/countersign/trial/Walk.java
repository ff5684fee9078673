package dev.countersign.trial;

/// One walk through everything that the gate does, over the same doors that agents, chats and
/// targets use. What is said is what came back, and each step says what it expects.
final class Walk {
  private final TrialGate gate;
  private final Transcript transcript;

  Walk(TrialGate gate, Transcript transcript) {
    this.gate = gate;
    this.transcript = transcript;
  }

  void walk() {
    new RefundScene(gate, transcript).play();
    new BothChatsScene(gate, transcript).play();
    new OtherProposalsScene(gate, transcript).play();
    new EachClassScene(gate, transcript).play();
    new VerificationScene(gate, transcript).play();
  }
}
