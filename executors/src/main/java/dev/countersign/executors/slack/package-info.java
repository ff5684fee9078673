/// Messages that are posted in Slack by an app of their own.
@NullMarked
package dev.countersign.executors.slack;

import org.jspecify.annotations.NullMarked;
