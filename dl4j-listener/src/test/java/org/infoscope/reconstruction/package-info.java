@NullMarked
package org.infoscope.reconstruction;

import org.jspecify.annotations.NullMarked;
