/// Target systems on the loopback address that keep what they really receive.
@NullMarked
package dev.countersign.sandbox.billing;

import org.jspecify.annotations.NullMarked;
