@NullMarked
package de.aktienanalyse.benchmarks.browser;

import org.jspecify.annotations.NullMarked;
