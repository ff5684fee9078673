package dev.countersign.people;

import java.util.Locale;

/// How `people.yaml` spells the accounts of one surface.
///
/// @param key below `accounts`
/// @param tenant the key of what the account belongs to
/// @param user the key of the account itself
record AccountSpelling(String key, String tenant, String user, Ids ids) {

  enum Ids {
    AS_WRITTEN,
    /// GUIDs, which Entra shows in one case and others in another; they are kept in lower case, as
    /// the adapter compares them.
    OF_ENTRA
  }

  /// The one spelling in which ids are kept and compared.
  String normal(String id) {
    return switch (ids) {
      case AS_WRITTEN -> id;
      case OF_ENTRA -> id.toLowerCase(Locale.ROOT);
    };
  }
}
