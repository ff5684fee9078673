package dev.countersign.teams.card;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Fixtures;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The official schema 1.5, by a validator that is not ours.
final class CardSchema {
  private static final String SCHEMA = "platforms/adaptivecards/schemas/adaptive-card-1.5.0.json";

  private final Schema schema;

  /// Skips the test when the schema is not there.
  CardSchema() {
    // Its `id` is from an older draft than the one that it says it is written in.
    var document =
        (ObjectNode) JsonMapper.shared().readTree(Fixtures.bytes(Fixtures.require(SCHEMA)));
    document.remove("id");
    schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_6)
            .getSchema(document.toString());
  }

  /// @param card whose `msteams`, an extension that the schema does not know, is left out
  List<String> errors(JsonObject card) {
    var members = new LinkedHashMap<String, Json>(card.members());
    members.remove("msteams");
    return schema.validate(CanonicalJson.text(new JsonObject(members)), InputFormat.JSON).stream()
        .map(Object::toString)
        .toList();
  }
}
