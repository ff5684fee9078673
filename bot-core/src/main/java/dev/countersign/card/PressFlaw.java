package dev.countersign.card;

/// What an adapter finds wrong with a press that its platform vouches for. Such a press counts for
/// nothing, whatever its button says; it is handed to the desk all the same, so that the request
/// that it was aimed at says so.
public enum PressFlaw {
  /// The platform calls the presser a guest, a stranger or nobody of the place.
  OUTSIDER,
  /// Pressed for another app than ours.
  FOREIGN_APP,
  /// Pressed in another workspace than ours.
  FOREIGN_WORKSPACE,
  /// The app was installed for a whole organisation, and no workspace is named.
  ORGANISATION_INSTALL,
  /// Pressed on something that is no message: a form, a home page.
  NOT_A_MESSAGE,
  /// On a message that one person alone can see, which is none of ours.
  EPHEMERAL,
  /// On a copy of the message that the platform made elsewhere.
  UNFURLED,
  /// A button that has none of our names.
  UNKNOWN_BUTTON,
  /// Sent by a client by itself: nobody pressed.
  NOT_PRESSED,
  /// Something that a press needs is missing or has the wrong shape.
  MALFORMED
}
