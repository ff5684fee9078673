/// What an auditor gets: everything that is stored of one request, unparsed, so that damage is
/// found and named instead of tripped over.
@NullMarked
package dev.countersign.proof;

import org.jspecify.annotations.NullMarked;
