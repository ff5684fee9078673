package dev.countersign.sandbox.slack;

import dev.countersign.json.JsonObject;

/// One Web API method: arguments in, the members of a successful answer out, or an [ApiError].
@FunctionalInterface
interface ApiMethod {
  JsonObject call(Arguments arguments);
}
