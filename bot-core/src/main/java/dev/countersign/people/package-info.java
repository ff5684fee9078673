/// Persons, their accounts and groups, and who of them may decide. Next: `request`.
@NullMarked
package dev.countersign.people;

import org.jspecify.annotations.NullMarked;
