@NullMarked
package de.aktienanalyse.bus;

import org.jspecify.annotations.NullMarked;
