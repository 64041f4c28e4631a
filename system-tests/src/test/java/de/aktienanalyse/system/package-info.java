/// The whole suite as its users meet it: started by `./suite`, heard through a socket, a browser or
/// Redis. Nothing of the services' own code is on the classpath here.
@NullMarked
package de.aktienanalyse.system;

import org.jspecify.annotations.NullMarked;
