/// Clients that drop their connections, come back and check what they get.
@NullMarked
package de.aktienanalyse.benchmarks.browser;

import org.jspecify.annotations.NullMarked;
