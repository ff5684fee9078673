package dev.countersign.decision;

import dev.countersign.card.ForgedDesk;
import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.ledger.Steps;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import java.util.Optional;

/// Notes pressed buttons that the gate did not make as it notes refused forms.
public final class ForgedButtons implements ForgedDesk {
  private final Directory directory;
  private final RefusedForms refused;

  public ForgedButtons(Steps steps, Directory directory) {
    this.directory = directory;
    this.refused = new RefusedForms(steps);
  }

  @Override
  public void note(AccountId presser, String button, String reference, Digest callback) {
    refused.note(
        new RefusedForms.Asked(
            button, presser, directory.byAccount(presser), reference, Optional.empty(), callback),
        WireName.of(ClickRefusal.UNKNOWN_BUTTON));
  }
}
