/// How fast the bus is, beside redis-benchmark on the same Redis in the same run.
@NullMarked
package de.aktienanalyse.benchmarks.bus;

import org.jspecify.annotations.NullMarked;
