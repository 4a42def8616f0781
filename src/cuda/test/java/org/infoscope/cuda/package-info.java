/** Tests of what needs no device, and of the sources where NVRTC is there. */
@NullMarked
package org.infoscope.cuda;

import org.jspecify.annotations.NullMarked;
