/// The doors on HTTP: the agents' API with the chat callbacks beside it, and the management port.
/// Requests come in, the desks of the core are asked, documents of the contract go out.
@NullMarked
package dev.countersign.app.http;

import org.jspecify.annotations.NullMarked;
