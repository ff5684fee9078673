/// What runs behind a commit: due deliveries come in, are carried out within bounds, and are
/// settled or put off; and the clock that looks for what is overdue.
@NullMarked
package dev.countersign.app.worker;

import org.jspecify.annotations.NullMarked;
