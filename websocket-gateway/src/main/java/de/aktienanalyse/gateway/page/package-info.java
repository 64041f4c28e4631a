/// The dashboard's files, built from `web/`, and the headers that keep foreign code out of it.
@NullMarked
package de.aktienanalyse.gateway.page;

import org.jspecify.annotations.NullMarked;
