/// What people and rules did, counted: chains in, figures per rule, action type, agent and reviewer
/// out. Decides nothing, and believes no row: only what sealed entries say is counted.
@NullMarked
package dev.countersign.report;

import org.jspecify.annotations.NullMarked;
