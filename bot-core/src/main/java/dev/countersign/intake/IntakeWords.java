package dev.countersign.intake;

import dev.countersign.execution.Inadmissible;
import dev.countersign.intake.IntakeResult.Declined;
import dev.countersign.intake.IntakeResult.Kind;
import dev.countersign.intake.IntakeResult.Reason;
import dev.countersign.ledger.OpenResult;
import dev.countersign.people.Agent.MissingRight;
import dev.countersign.people.Electorate;
import dev.countersign.people.Surface;
import dev.countersign.policy.Finding;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.ProposalReader;
import dev.countersign.proposal.RevisionOf;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Collectors;

/// What an agent's developer reads about a proposal that is not taken: a stable code, the member
/// that is in the way, and what to do.
final class IntakeWords {
  private IntakeWords() {}

  static Declined notPermitted(MissingRight right) {
    return switch (right) {
      case CLASS_NOT_PERMITTED ->
          declined(
              Kind.FORBIDDEN,
              "class_not_permitted",
              "/proposed_changes/class",
              "this agent is not registered for this class of action: propose another class, or"
                  + " have it added to may_propose in people.yaml");
      case ENVIRONMENT_NOT_PERMITTED ->
          declined(
              Kind.FORBIDDEN,
              "environment_not_permitted",
              "/target_system",
              "this agent does not act in the environment of this connection: name another"
                  + " connection, or have it added to environments in people.yaml");
    };
  }

  static Declined executionModeUnsupported() {
    return declined(
        Kind.UNPROCESSABLE,
        "execution_mode_unsupported",
        "/execution",
        "this deployment executes on approval through its own connections only: leave"
            + " execution out");
  }

  static Declined unknownCallbackEndpoint() {
    return declined(
        Kind.UNPROCESSABLE,
        "unknown_callback_endpoint",
        "/callback_endpoint",
        "no such endpoint is registered; poll or wait instead");
  }

  static Declined alreadyExpired() {
    return declined(
        Kind.UNPROCESSABLE,
        "already_expired",
        "/expires_at",
        "expires_at is not in the future: give a later one, or leave it to the policy");
  }

  /// @param most how far off it may be
  static Declined tooFarOff(Duration most) {
    return declined(
        Kind.UNPROCESSABLE,
        "not_before_too_far",
        "/preconditions/not_before",
        "not_before is more than " + most.toDays() + " days off: propose it later");
  }

  /// @param least what people have to decide
  static Declined tooSoon(Duration least) {
    return declined(
        Kind.UNPROCESSABLE,
        "expires_too_soon",
        "/expires_at",
        "people are asked about this and have at least "
            + words(least)
            + " to decide (proposals.least_time_to_decide): give a later expires_at, or leave it to"
            + " the policy");
  }

  /// @param code why it was not read
  /// @param again after how long it is worth another try
  static Declined notRead(String code, Duration again) {
    return new Declined(
        new Reason(Kind.UNAVAILABLE, "record_not_read"),
        "/target_id",
        "the gate reads what the record holds before anybody is asked, and could not ("
            + code
            + "): propose it again later",
        Optional.of(again));
  }

  /// @param code why the chat did not say
  /// @param again after how long it is worth another try
  static Declined readersNotTold(String code, Duration again) {
    return new Declined(
        new Reason(Kind.UNAVAILABLE, "conversation_not_read"),
        "/proposed_changes/to",
        "the gate asks who reads there before anybody is asked about this message, and could not ("
            + code
            + "): propose it again later",
        Optional.of(again));
  }

  /// @param again after how long it is worth another try
  static Declined readTooOften(Duration again) {
    return new Declined(
        new Reason(Kind.TOO_MANY, "records_read_too_often"),
        "/target_id",
        "the gate reads what the record holds before anybody is asked, and reads of this connection"
            + " what limits.looks and limits.looks_at_once let it, for one agent half of that:"
            + " nothing was taken; propose it again later, with the same Idempotency-Key",
        Optional.of(again));
  }

  static Declined actionTooLarge() {
    return declined(
        Kind.UNPROCESSABLE,
        "action_too_large",
        "/proposed_changes",
        "with what the record holds now, the action is larger than "
            + ProposalReader.MAX_ACTION_BYTES
            + " bytes: change fewer fields at once");
  }

  static Declined inadmissible(Inadmissible why) {
    return declined(Kind.UNPROCESSABLE, why.code(), why.pointer(), why.detail());
  }

  /// @param index of the attachment
  static Declined attachmentNotHeld(int index) {
    return declined(
        Kind.UNPROCESSABLE,
        "attachment_not_held",
        "/proposed_changes/attachments/" + index + "/sha256",
        "this agent has handed in no such bytes: POST them to /v1/attachments first, and name the"
            + " sha256 that it answers");
  }

  /// @param index of the attachment
  static Declined attachmentOfOtherSize(int index) {
    return declined(
        Kind.UNPROCESSABLE,
        "attachment_size_mismatch",
        "/proposed_changes/attachments/" + index + "/size",
        "the bytes of this sha256 are not so many");
  }

  static Declined personRequired() {
    return declined(
        Kind.UNPROCESSABLE,
        "person_required",
        "/agent/on_behalf_of",
        "this agent must say in /agent/on_behalf_of for whom it acts");
  }

  static Declined unknownPerson() {
    return declined(
        Kind.UNPROCESSABLE,
        "unknown_person",
        "/agent/on_behalf_of",
        "/agent/on_behalf_of names nobody: the id of a person in people.yaml is expected,"
            + " or a linked account such as "
            + Surface.sampleAccount());
  }

  static Declined notSupersedable() {
    return declined(
        Kind.CONFLICT,
        "not_supersedable",
        "/supersedes",
        "no request of this agent by that id waits for a revision: it has to be pending, or"
            + " returned or expired without a successor. Propose a rejected one anew, without"
            + " supersedes");
  }

  static Declined tooManyRevisions() {
    return declined(
        Kind.CONFLICT,
        "too_many_revisions",
        "/supersedes",
        "an action has at most "
            + RevisionOf.MOST
            + " revisions, and people make at most "
            + RevisionOf.MOST_EDITS
            + " of them: withdraw it, and propose it anew without supersedes");
  }

  static Declined authorNamed() {
    return declined(
        Kind.CONFLICT,
        "author_named",
        "/agent/on_behalf_of",
        "the person that /agent/on_behalf_of names has edited an earlier revision: name whom the"
            + " agent acted for then, or propose it anew without supersedes");
  }

  /// @param ruling that refuses the edited action
  static Declined editRefused(Ruling ruling) {
    String because =
        ruling.findings().stream()
            .filter(finding -> finding.result().equals(Electorate.NOBODY))
            .map(Finding::because)
            .collect(Collectors.joining(" "));
    return notPrepared(
        Kind.UNPROCESSABLE,
        "edit_refused",
        because.isEmpty()
            ? "The policy refuses this text, so the request stays as it was."
            : "Whoever edits a text does not approve it, and nobody else could: "
                + because
                + " The request stays as it was; you can request changes.");
  }

  static Declined editNotAsked() {
    return notPrepared(
        Kind.UNPROCESSABLE,
        "edit_not_asked",
        "By the policy nobody would be asked about this text, so you alone would have seen it. The"
            + " request stays as it was: request changes, and the agent can propose it.");
  }

  static Declined editTooLate() {
    return notPrepared(
        Kind.CONFLICT,
        "request_moved",
        "This changed meanwhile and waits for nobody any more, so nothing was edited. Please read"
            + " the newest card.");
  }

  /// Of what is made for somebody, or by the gate: no member is in the way, and whoever asked reads
  /// it.
  static Declined notPrepared(Kind kind, String code, String words) {
    return declined(kind, code, "", words);
  }

  static Declined rulingTooLarge() {
    return declined(
        Kind.UNPROCESSABLE,
        "ruling_too_large",
        "",
        "what the policy finds about this proposal does not fit one audit entry; propose a"
            + " smaller action, or let fewer rules speak about it");
  }

  static Declined keyReused() {
    return declined(
        Kind.UNPROCESSABLE,
        "idempotency_key_reused",
        "",
        "this Idempotency-Key came before with another body: use a new key for a new proposal");
  }

  static Declined tooMany(OpenResult.OverBudget over) {
    return switch (over.spent()) {
      case AGENT ->
          declined(
              Kind.TOO_MANY,
              "agent_has_too_many_open",
              "",
              over.open()
                  + " requests of this agent wait for people, and proposals.open_per_agent is "
                  + over.most()
                  + ": wait until some are decided, or withdraw what is no longer needed");
      case CHANNEL ->
          declined(
              Kind.TOO_MANY,
              "channel_has_too_many_open",
              "",
              over.open()
                  + " requests wait in a channel that this one would be asked in, and"
                  + " proposals.open_per_channel is "
                  + over.most()
                  + ": wait until some are decided");
    };
  }

  static Declined tooOften(OpenResult.AskedTooOften often) {
    String asked = often.most() + " requests within the last " + words(often.window());
    String next =
        ": propose it again in "
            + words(often.again())
            + ". Requests that were superseded, withdrawn or have lapsed count too";
    return switch (often.spent()) {
      case AGENT ->
          new Declined(
              new Reason(Kind.TOO_MANY, "agent_asked_too_often"),
              "",
              "this agent asked people "
                  + asked
                  + ", and proposals.asked_per_agent is "
                  + often.most()
                  + next,
              Optional.of(often.again()));
      case CHANNEL ->
          new Declined(
              new Reason(Kind.TOO_MANY, "channel_asked_too_often"),
              "",
              "people were asked "
                  + asked
                  + " in a channel where this one would be shown, and proposals.asked_per_channel"
                  + " is "
                  + often.most()
                  + next,
              Optional.of(often.again()));
    };
  }

  /// @param pointer empty where no member is in the way
  private static Declined declined(Kind kind, String code, String pointer, String detail) {
    return new Declined(new Reason(kind, code), pointer, detail, Optional.empty());
  }

  private static String words(Duration duration) {
    Duration seconds = duration.plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
    return seconds.toSeconds() % 60 == 0
        ? seconds.toMinutes() + " min"
        : seconds.toSeconds() + " s";
  }
}
