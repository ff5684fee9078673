package dev.countersign.decision;

import dev.countersign.card.EditDesk;
import dev.countersign.card.FormPress;
import dev.countersign.card.WhyNot;
import dev.countersign.json.WireName;
import dev.countersign.ledger.Steps;
import dev.countersign.people.Directory;
import java.util.Optional;

/// Edits of texts, with a note of those who asked for one that is not theirs.
public final class NotedEdits implements EditDesk {
  private static final String FORM = "edit";
  private static final String OUTSIDER = WireName.of(ClickRefusal.OUTSIDER);

  private final EditDesk edits;
  private final Directory directory;
  private final RefusedForms refused;

  public NotedEdits(EditDesk edits, Steps steps, Directory directory) {
    this.edits = edits;
    this.directory = directory;
    this.refused = new RefusedForms(steps);
  }

  @Override
  public Opened open(FormPress press) {
    Opened opened =
        press.outsider() ? new Opened.Not(OUTSIDER, WhyNot.OUTSIDER.said()) : edits.open(press);
    if (opened instanceof Opened.Not(var code, _)) {
      refused.note(
          new RefusedForms.Asked(
              FORM,
              press.account(),
              directory.byAccount(press.account()),
              press.reference(),
              Optional.of(new RefusedForms.Place(press.address(), press.messageId())),
              press.callback()),
          code);
    }
    return opened;
  }

  @Override
  public Answer edit(Edit edit) {
    Answer answer =
        edit.outsider()
            ? new Answer.Not(OUTSIDER, About.NOTHING, WhyNot.OUTSIDER.said())
            : edits.edit(edit);
    if (answer instanceof Answer.Not(var code, _, _)) {
      refused.note(
          new RefusedForms.Asked(
              FORM,
              edit.editor(),
              directory.byAccount(edit.editor()),
              edit.reference(),
              Optional.empty(),
              edit.callback()),
          code);
    }
    return answer;
  }
}
