/** The rules on made-up histories. */
@NullMarked
package org.infoscope.insight;

import org.jspecify.annotations.NullMarked;
