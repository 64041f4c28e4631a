/// The suite as a whole: how soon it is ready, how much memory it takes.
@NullMarked
package de.aktienanalyse.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
