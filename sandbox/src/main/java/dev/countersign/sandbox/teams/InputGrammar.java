package dev.countersign.sandbox.teams;

import static dev.countersign.sandbox.teams.CardRules.TEXT;
import static dev.countersign.sandbox.teams.CardRules.number;
import static dev.countersign.sandbox.teams.CardRules.word;
import static dev.countersign.sandbox.wire.JsonRule.bool;

import dev.countersign.sandbox.wire.JsonRule;
import dev.countersign.sandbox.wire.MemberRules;
import java.util.Map;

/// What a person can fill in. Every input has an id; without one its value could not be sent.
final class InputGrammar {
  private static final MemberRules CHOICE =
      CardRules.part("Input.Choice").required("title", TEXT).required("value", TEXT);

  private static final MemberRules TEXT_INPUT =
      input("Input.Text")
          .optional("isMultiline", bool())
          .optional("maxLength", number())
          .optional("placeholder", TEXT)
          .optional("regex", TEXT)
          .optional("style", word("text", "tel", "url", "email", "password"))
          .optional("inlineAction", CardRules.later(() -> ActionGrammar.ON_SELECT))
          .optional("value", TEXT);

  private static final MemberRules CHOICE_SET =
      input("Input.ChoiceSet")
          .optional("choices", CardRules.list(CHOICE))
          .optional("isMultiSelect", bool())
          .optional("style", word("compact", "expanded", "filtered"))
          .optional("placeholder", TEXT)
          .optional("wrap", bool())
          .optional("value", TEXT);

  private static final MemberRules TOGGLE =
      input("Input.Toggle")
          .required("title", TEXT)
          .optional("value", TEXT)
          .optional("valueOn", TEXT)
          .optional("valueOff", TEXT)
          .optional("wrap", bool());

  private static final MemberRules NUMBER =
      input("Input.Number")
          .optional("min", number())
          .optional("max", number())
          .optional("placeholder", TEXT)
          .optional("value", number());

  static final Map<String, JsonRule> BY_TYPE =
      Map.of(
          "Input.Text", TEXT_INPUT,
          "Input.ChoiceSet", CHOICE_SET,
          "Input.Toggle", TOGGLE,
          "Input.Number", NUMBER,
          "Input.Date", moment("Input.Date"),
          "Input.Time", moment("Input.Time"));

  private InputGrammar() {}

  private static MemberRules input(String type) {
    return CardRules.element(type)
        .required("id", CardRules.ID)
        .optional("label", TEXT)
        .optional("isRequired", bool())
        .optional("errorMessage", TEXT);
  }

  private static MemberRules moment(String type) {
    return input(type)
        .optional("min", TEXT)
        .optional("max", TEXT)
        .optional("placeholder", TEXT)
        .optional("value", TEXT);
  }
}
