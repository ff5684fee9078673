package dev.countersign.app.config;

import dev.countersign.json.Json;

/// A value as it was given, with the place where it stands.
///
/// @param json a string when it comes from the environment, whatever it is meant to be
/// @param fromEnvironment whether text may stand for numbers, booleans and lists
/// @param origin for the author: a line of the file or a variable
record Given(Json json, boolean fromEnvironment, String origin) {}
