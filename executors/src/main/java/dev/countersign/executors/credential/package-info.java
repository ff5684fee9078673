/// Where the credential of a target is kept, and how it is found when an action is sent.
@NullMarked
package dev.countersign.executors.credential;

import org.jspecify.annotations.NullMarked;
