/// Doubles and builders that the tests of every module share.
@NullMarked
package dev.countersign;

import org.jspecify.annotations.NullMarked;
