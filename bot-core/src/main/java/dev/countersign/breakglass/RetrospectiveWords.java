package dev.countersign.breakglass;

import dev.countersign.audit.ClosedRetrospective;
import dev.countersign.card.RetrospectiveDesk.Told;
import dev.countersign.card.WhyNot;
import dev.countersign.json.WireName;
import dev.countersign.refusal.RetrospectiveRefusal;
import dev.countersign.request.RetrospectiveQuestion;

/// What people are told about retrospectives, in the service's own words.
final class RetrospectiveWords {
  static final Told FILED =
      new Told(
          true,
          "",
          "Filed. Two people other than who used break-glass and who wrote this close it;"
              + " break-glass can be used again from now on, unless they have not read it in as"
              + " long as there was to file it.");

  static final Told CLOSED_FIRST =
      new Told(true, "", "Noted. One more person has to read it before it is closed.");

  static final Told CLOSED = new Told(true, "", "Closed: two people have read it.");

  private RetrospectiveWords() {}

  static Told refused(RetrospectiveRefusal why) {
    return new Told(false, WireName.of(why), said(why));
  }

  private static String said(RetrospectiveRefusal why) {
    return switch (why) {
      case NOT_A_PERSON -> WhyNot.UNLINKED.said();
      case UNKNOWN_RETROSPECTIVE ->
          "There is no such retrospective, or it is none of yours to read.";
      case ANSWERS_WANTED ->
          "Nothing was filed. Please answer each question that is marked, in "
              + RetrospectiveQuestion.SHORTEST
              + " to "
              + RetrospectiveQuestion.LONGEST
              + " characters that people can see.";
      case FILED_ALREADY ->
          "This has been filed already. What was filed stands; nothing was added.";
      case NOT_FILED -> "Nothing is filed yet, so there is nothing to close.";
      case OWN_WORK ->
          "You used break-glass here, or wrote this. "
              + ClosedRetrospective.PERSONS
              + " other people have to read it.";
      case CLOSED_BEFORE -> "You have read it already. One more person has to.";
      case CLOSED_ALREADY -> "Two people have read it, so it is closed.";
      case RECORD_UNSOUND ->
          "What is stored of this request is not as it was written, so nothing is added to it."
              + " Please tell your administrator.";
    };
  }
}
