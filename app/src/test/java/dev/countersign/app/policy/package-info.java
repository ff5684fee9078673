@NullMarked
package dev.countersign.app.policy;

import org.jspecify.annotations.NullMarked;
