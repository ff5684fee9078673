package dev.countersign.executors.http;

import dev.countersign.execution.Inadmissible;
import dev.countersign.executors.connection.AllowedBody;
import dev.countersign.executors.connection.BodyRule;
import dev.countersign.executors.connection.ValueRule;
import dev.countersign.executors.wire.FormText;
import dev.countersign.executors.wire.UrlQuery;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonBoolean;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonPointer;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.proposal.ApiCall.Body;
import dev.countersign.proposal.ApiCall.Content;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Whether a body is what the connection's file says of it. A refusal names the place and what is
/// expected there, never what stood there.
final class BodyAdmission {
  private static final String BODY = "/proposed_changes/body";
  private static final String JSON = BODY + "/json";
  private static final String TEXT = BODY + "/text";
  private static final String MEDIA_TYPE = BODY + "/media_type";

  private static final Pattern OF_JSON =
      Pattern.compile(
          "application/(?:[a-z0-9.-]+\\+)?json(?: *; *charset=\"?utf-8\"?)?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern OF_FORM =
      Pattern.compile(
          "application/x-www-form-urlencoded(?: *; *charset=\"?utf-8\"?)?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern WRITTEN_NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]{0,15})(?:\\.[0-9]{1,15})?");

  private BodyAdmission() {}

  /// @param rule of the entry that has the method and the path
  static Optional<Inadmissible> check(AllowedBody rule, Optional<Body> body) {
    if (body.isEmpty()) {
      return rule.takesNone()
          ? Optional.empty()
          : refused(
              "field_required", BODY, "this call has a body, whose fields the connection says");
    }
    return switch (rule) {
      case AllowedBody.Any _ -> Optional.empty();
      case AllowedBody.Nothing _ ->
          refused("body_not_allowed", BODY, "this call has no body: leave it out");
      case AllowedBody.OfJson(BodyRule shape) -> json(shape, body.get());
      case AllowedBody.OfForm(BodyRule.Members fields) -> form(fields, body.get());
    };
  }

  /// Text is not read as JSON: what is looked at here is what the target reads.
  private static Optional<Inadmissible> json(BodyRule shape, Body body) {
    if (!OF_JSON.matcher(body.mediaType()).matches()) {
      return refused("body_not_allowed", MEDIA_TYPE, "this call takes application/json");
    }
    return body.content() instanceof Content.OfJson(Json json)
        ? at(JSON, new BodyRule.Field(shape, true, false), json)
        : refused("body_not_allowed", TEXT, "say the body in /proposed_changes/body/json");
  }

  private static Optional<Inadmissible> at(String place, BodyRule.Field field, Json json) {
    if (json instanceof JsonNull && field.nullable()) {
      return Optional.empty();
    }
    return switch (field.rule()) {
      case BodyRule.Value(ValueRule value) ->
          value.text(json).filter(value::allows).isPresent()
              ? Optional.empty()
              : unexpected(place, field);
      case BodyRule.Members members ->
          json instanceof JsonObject object
              ? members(place, members, object)
              : unexpected(place, field);
      case BodyRule.Items items ->
          json instanceof JsonArray array
                  && array.items().size() >= items.least()
                  && array.items().size() <= items.most()
              ? items(place, items, array)
              : unexpected(place, field);
    };
  }

  private static Optional<Inadmissible> members(
      String place, BodyRule.Members rule, JsonObject object) {
    for (var member : object.members().entrySet()) {
      String name = member.getKey();
      Optional<BodyRule.Field> field = rule.field(name);
      Optional<Inadmissible> refusal =
          field.isPresent()
              ? at(JsonPointer.below(place, name), field.get(), member.getValue())
              : notListed(place, rule, name);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return missing(place, rule, object.members().keySet()::contains);
  }

  private static Optional<Inadmissible> items(String place, BodyRule.Items rule, JsonArray array) {
    for (int i = 0; i < array.items().size(); i++) {
      Optional<Inadmissible> refusal = at(place + "/" + i, rule.of(), array.items().get(i));
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  /// A name of any length is said in part, at the object that has it.
  private static Optional<Inadmissible> notListed(
      String place, BodyRule.Members rule, String name) {
    Optional<String> mistaken = rule.mistakenFor(name);
    if (rule.others() && mistaken.isEmpty()) {
      return Optional.empty();
    }
    return refused(
        "field_not_allowed",
        place,
        mistaken
            .map(listed ->
                "some targets take " + UrlQuery.shown(name) + " for \"" + listed + "\": say that")
            .orElseGet(() ->
                "the field "
                    + UrlQuery.shown(name)
                    + " is none of this body: leave it out, or have it added to"
                    + " allow[].body in connections.yaml"));
  }

  private static Optional<Inadmissible> missing(
      String place, BodyRule.Members rule, Predicate<String> isThere) {
    return rule.required().stream()
        .filter(isThere.negate())
        .findFirst()
        .flatMap(name ->
            refused(
                "field_required", JsonPointer.below(place, name), "this field has to be there"));
  }

  private static Optional<Inadmissible> form(BodyRule.Members rule, Body body) {
    if (!OF_FORM.matcher(body.mediaType()).matches()) {
      return refused(
          "body_not_allowed", MEDIA_TYPE, "this call takes application/x-www-form-urlencoded");
    }
    Optional<FormText> form =
        body.content() instanceof Content.OfText(String text)
            ? FormText.parse(text)
            : Optional.empty();
    if (form.isEmpty()) {
      return refused(
          "body_not_allowed",
          BODY,
          "this form has more than one reading: it is text of pairs name=value between &, each name"
              + " once unless it ends in [], and percent-encoded but for ASCII letters, digits and"
              + " *_.~!$'(),:@/?[]|+-");
    }
    var byName = new LinkedHashMap<String, List<String>>();
    form.get()
        .pairs()
        .forEach(
            pair -> byName.computeIfAbsent(pair.name(), _ -> new ArrayList<>()).add(pair.value()));
    for (var entry : byName.entrySet()) {
      Optional<BodyRule.Field> field = rule.field(entry.getKey());
      if (field.isEmpty()) {
        return notListed(TEXT, rule, entry.getKey());
      }
      if (!holds(field.get().rule(), entry.getValue())) {
        return refused(
            "value_not_allowed",
            TEXT,
            UrlQuery.shown(entry.getKey()) + " must be " + field.get().expected());
      }
    }
    return rule.required().stream()
        .filter(name -> !byName.containsKey(name))
        .findFirst()
        .flatMap(
            name -> refused("field_required", TEXT, UrlQuery.shown(name) + " has to be there"));
  }

  private static boolean holds(BodyRule rule, List<String> texts) {
    return switch (rule) {
      case BodyRule.Value(ValueRule value) -> texts.size() == 1 && holds(value, texts.getFirst());
      case BodyRule.Items(
              BodyRule.Field(BodyRule.Value(ValueRule value), _, _),
              int least,
              int most) ->
          texts.size() >= least
              && texts.size() <= most
              && texts.stream().allMatch(text -> holds(value, text));
      default -> false;
    };
  }

  private static boolean holds(ValueRule value, String text) {
    Optional<Json> json =
        switch (value) {
          case ValueRule.Numeric _ -> number(text);
          case ValueRule.Truth _ -> truth(text);
          default -> Optional.of(Json.of(text));
        };
    return json.flatMap(value::text).filter(value::allows).isPresent();
  }

  private static Optional<Json> truth(String text) {
    return switch (text) {
      case "true" -> Optional.of(JsonBoolean.TRUE);
      case "false" -> Optional.of(JsonBoolean.FALSE);
      default -> Optional.empty();
    };
  }

  /// In the spelling that every target reads alike.
  private static Optional<Json> number(String text) {
    try {
      return WRITTEN_NUMBER.matcher(text).matches()
          ? Optional.of(new JsonNumber(text))
          : Optional.empty();
    } catch (JsonRefusedException tooFine) {
      return Optional.empty();
    }
  }

  private static Optional<Inadmissible> unexpected(String place, BodyRule.Field field) {
    return refused("value_not_allowed", place, "this must be " + field.expected());
  }

  private static Optional<Inadmissible> refused(String code, String pointer, String detail) {
    return Optional.of(new Inadmissible(code, pointer, detail));
  }
}
