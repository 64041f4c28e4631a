/// What every measurement needs: a Redis and JVMs of its own, and a table for the result.
@NullMarked
package de.aktienanalyse.benchmarks.stage;

import org.jspecify.annotations.NullMarked;
