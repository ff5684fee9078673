/// Grant redeemed, sent at most once, outcome committed. Silent retries have no place here.
@NullMarked
package dev.countersign.execution;

import org.jspecify.annotations.NullMarked;
