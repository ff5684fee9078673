/// The deployment's settings: one strict `countersign.yaml`, `COUNTERSIGN_*` variables over it,
/// secrets from files; one record per concern comes out, or everything that is wrong at once.
@NullMarked
package dev.countersign.app.config;

import org.jspecify.annotations.NullMarked;
