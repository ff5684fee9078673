/// The page of a trial: both chats as they look, who acts in them, and what really went over the
/// wire, in a browser on this machine.
@NullMarked
package dev.countersign.trial.page;

import org.jspecify.annotations.NullMarked;
