@NullMarked
package de.aktienanalyse.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
