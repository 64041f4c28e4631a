@NullMarked
package de.aktienanalyse.gateway.streaming;

import org.jspecify.annotations.NullMarked;
