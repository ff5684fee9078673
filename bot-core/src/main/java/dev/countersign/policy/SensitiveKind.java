package dev.countersign.policy;

/// What somebody should think twice about before it is sent: a closed set.
sealed interface SensitiveKind permits Secrets.Kind, PersonalData.Kind {
  /// With its article.
  String one();

  String many();
}
