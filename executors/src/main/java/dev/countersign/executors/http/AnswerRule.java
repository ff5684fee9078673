package dev.countersign.executors.http;

/// What the status of a complete answer says about the effect.
///
/// The line is drawn for safety: "no effect" is claimed only where the status itself says that the
/// request was not carried out. A wrong `failed` invites a second refund; a wrong `unknown` costs a
/// look.
enum AnswerRule {
  SUCCESS,
  NO_EFFECT,
  UNCERTAIN;

  /// @param idempotent the request carried an idempotency key that the target honours
  static AnswerRule of(int status, boolean idempotent) {
    return switch (status) {
      // The usual answer after a successful form post is a redirect to its result; a login page is
      // reached by the
      // same status. 301, 307 and 308 say that the resource lives elsewhere and nothing was done
      // here.
      case 302, 303 -> UNCERTAIN;
      // "I never received your whole request" contradicts what we know: it was written at once.
      // More often it is a
      // time-out further back under a wrong name.
      case 408 -> UNCERTAIN;
      // A conflict with the state of the resource is a refusal. With an idempotency key it may as
      // well mean that the
      // same key is being worked on right now.
      case 409 -> idempotent ? UNCERTAIN : NO_EFFECT;
      // The server has no such function, or does not speak this HTTP version: refused before any
      // work.
      case 501, 505 -> NO_EFFECT;
      // 425 and 429 are refusals before any work, like the rest of 4xx (412 and 428 included).
      // Every other 5xx, 503
      // with Retry-After too, may come from a proxy that lost its backend half-way; Retry-After
      // speaks about time,
      // not about effects.
      default ->
          switch (status / 100) {
            case 2 -> SUCCESS;
            case 3, 4 -> NO_EFFECT;
            default -> UNCERTAIN;
          };
    };
  }
}
