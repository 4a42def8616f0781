/**
 * The dashboard: a module of DL4J's training UI, its routes and its pages.
 */
@NullMarked
package org.infoscope.ui;

import org.jspecify.annotations.NullMarked;
