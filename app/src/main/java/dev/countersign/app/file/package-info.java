/// Files that people write, read strictly: bytes come in, a tree whose every place knows its line
/// goes out, or everything that is wrong with the file.
@NullMarked
package dev.countersign.app.file;

import org.jspecify.annotations.NullMarked;
