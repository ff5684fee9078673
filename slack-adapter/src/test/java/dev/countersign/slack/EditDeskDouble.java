package dev.countersign.slack;

import dev.countersign.card.EditDesk;
import dev.countersign.card.FormPress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// Opens the text that it is told to, and answers edits as it is told to.
final class EditDeskDouble implements EditDesk {
  private final List<Edit> edits = new CopyOnWriteArrayList<>();
  private volatile Opened text =
      new Opened.Text(
          DeskDouble.TOPIC, Optional.of("Your parcel"), "Dear Mara,\nwe refund EUR 89.50.");
  private volatile Function<Edit, Answer> answer = _ -> new Answer.Asked("Others are asked.");

  @Override
  public Opened open(FormPress press) {
    return press.outsider() ? new Opened.Not("outsider", "Only members edit here.") : text;
  }

  @Override
  public Answer edit(Edit edit) {
    if (edit.outsider()) {
      return new Answer.Not("outsider", About.NOTHING, "Only members edit here.");
    }
    edits.add(edit);
    return answer.apply(edit);
  }

  void opens(Opened opened) {
    text = opened;
  }

  void answers(Function<Edit, Answer> given) {
    answer = given;
  }

  List<Edit> edits() {
    return List.copyOf(edits);
  }
}
