/// One message over SMTP: checked, sent once, and told honestly.
@NullMarked
package dev.countersign.executors.smtp;

import org.jspecify.annotations.NullMarked;
