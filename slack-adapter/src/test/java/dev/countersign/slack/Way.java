package dev.countersign.slack;

/// How callbacks come in; whatever is true of one way is true of the other.
enum Way {
  REQUESTS,
  SOCKET
}
