/// What `connections.yaml` says of each target system, strictly read and checked.
@NullMarked
package dev.countersign.executors.connection;

import org.jspecify.annotations.NullMarked;
