/// The one place where an approved request gets its one-time authority to execute. Next:
/// `execution`.
@NullMarked
package dev.countersign.grant;

import org.jspecify.annotations.NullMarked;
