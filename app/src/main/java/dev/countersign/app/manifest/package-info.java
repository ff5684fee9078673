/// The apps that an operator registers at Slack and Teams: the templates of `manifests/`, filled in
/// for one deployment.
@NullMarked
package dev.countersign.app.manifest;

import org.jspecify.annotations.NullMarked;
