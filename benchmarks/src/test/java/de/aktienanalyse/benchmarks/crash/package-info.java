@NullMarked
package de.aktienanalyse.benchmarks.crash;

import org.jspecify.annotations.NullMarked;
