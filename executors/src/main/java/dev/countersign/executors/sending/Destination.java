package dev.countersign.executors.sending;

import java.net.InetAddress;
import java.util.function.Predicate;

/// Where a connection leads.
///
/// @param host canonical: a lower-case name, a dotted quad, or a literal in brackets
/// @param port 1..65535
/// @param open which addresses may be connected to; the host has no other
public record Destination(String host, int port, Predicate<InetAddress> open) {}
