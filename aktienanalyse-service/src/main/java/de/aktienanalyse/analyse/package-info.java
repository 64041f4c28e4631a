/// Market data in, scores out.
@NullMarked
package de.aktienanalyse.analyse;

import org.jspecify.annotations.NullMarked;
