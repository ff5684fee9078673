/// Messages that are posted in Teams by an app of their own.
@NullMarked
package dev.countersign.executors.teams;

import org.jspecify.annotations.NullMarked;
