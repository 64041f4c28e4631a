/// Keeps the bus's memory.
@NullMarked
package de.aktienanalyse.eventbus;

import org.jspecify.annotations.NullMarked;
