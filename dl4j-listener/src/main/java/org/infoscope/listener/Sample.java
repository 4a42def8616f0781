package org.infoscope.listener;

/** What the training thread notes beside the parameters. */
record Sample(long iteration, int epoch, long timeMillis, double score, long stallNanos) {}
