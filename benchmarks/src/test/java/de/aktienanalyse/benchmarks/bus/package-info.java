@NullMarked
package de.aktienanalyse.benchmarks.bus;

import org.jspecify.annotations.NullMarked;
