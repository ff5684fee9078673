/// The whole gate, built once from its ports: the server, the bench and the tests run the same.
@NullMarked
package dev.countersign.gate;

import org.jspecify.annotations.NullMarked;
