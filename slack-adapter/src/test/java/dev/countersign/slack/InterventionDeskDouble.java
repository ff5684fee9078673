package dev.countersign.slack;

import dev.countersign.card.FormPress;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk;
import dev.countersign.card.InterventionForm;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// Opens the form that it is told to, and answers what is sent as it is told to.
final class InterventionDeskDouble implements InterventionDesk {
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private volatile Opened form =
      new Opened.Form(
          new InterventionForm(
              "Escalate",
              DeskDouble.TOPIC,
              Optional.of(
                  new InterventionForm.Choice(
                      "Which group is to be asked, too?",
                      List.of("finance", "legal"),
                      "Please choose a group of the list.")),
              new InterventionForm.Note("Why?", false, 200, ""),
              "Ask them, too"));
  private volatile Function<Sent, Answer> answer = _ -> new Answer.Done("finance is asked, too.");

  @Override
  public Opened open(Intervention intervention, FormPress press) {
    return press.outsider() ? new Opened.Not("outsider", "Only members ask here.") : form;
  }

  @Override
  public Answer send(Sent one) {
    if (one.outsider()) {
      return new Answer.Refused("outsider", "Only members ask here.");
    }
    sent.add(one);
    return answer.apply(one);
  }

  void opens(Opened opened) {
    form = opened;
  }

  void answers(Function<Sent, Answer> given) {
    answer = given;
  }

  List<Sent> sent() {
    return List.copyOf(sent);
  }
}
