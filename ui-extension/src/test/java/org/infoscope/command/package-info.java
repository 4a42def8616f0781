/** Tests of the command line. */
@NullMarked
package org.infoscope.command;

import org.jspecify.annotations.NullMarked;
