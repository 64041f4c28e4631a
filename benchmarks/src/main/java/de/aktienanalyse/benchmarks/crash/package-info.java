/// The crash test: a sayer and two instances of a reactor under load, killed and stopped at random,
/// Redis with them, and a checker that compares what was said with what came of it. Read [CrashRun]
/// first.
@NullMarked
package de.aktienanalyse.benchmarks.crash;

import org.jspecify.annotations.NullMarked;
