/// Events to browsers, commands from browsers.
@NullMarked
package de.aktienanalyse.gateway;

import org.jspecify.annotations.NullMarked;
