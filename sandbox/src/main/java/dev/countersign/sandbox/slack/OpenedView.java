package dev.countersign.sandbox.slack;

import dev.countersign.json.JsonObject;

/// A modal as the app opened or last updated it, or the app's page, for one person.
///
/// @param root the modal at the bottom of the stack that it stands in
/// @param hash changes with every update of it
public record OpenedView(String id, String user, JsonObject view, String root, String hash) {

  /// As the person sees it, for a terminal.
  public String rendered() {
    return CardText.renderView(view);
  }

  /// Without the view, whose private metadata holds the decision token.
  @Override
  public String toString() {
    return "OpenedView[" + id + " for " + user + "]";
  }
}
