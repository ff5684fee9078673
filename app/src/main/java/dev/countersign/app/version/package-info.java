/// What another version of the deployment changes: in the words of its files, what that loosens,
/// and what becomes of the requests that wait.
@NullMarked
package dev.countersign.app.version;

import org.jspecify.annotations.NullMarked;
