/// The third surface: pages on which people sign in, see what waits for them, review one request
/// and decide it. [Console] is the door; [ConsoleServlet] takes what browsers send. The core draws
/// and decides; here is how a page looks, who is behind it, and what a browser may do to it.
@NullMarked
package dev.countersign.console;

import org.jspecify.annotations.NullMarked;
