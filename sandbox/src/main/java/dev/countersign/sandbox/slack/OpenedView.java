package dev.countersign.sandbox.slack;

import dev.countersign.json.JsonObject;

/// A modal that the app opened for one person.
public record OpenedView(String id, String user, JsonObject view) {}
