/// How fast the gateway is, beside its peers on the same Redis in the same run.
@NullMarked
package de.aktienanalyse.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
