/// A mail server on the loopback address that keeps what it really receives.
@NullMarked
package dev.countersign.sandbox.mail;

import org.jspecify.annotations.NullMarked;
