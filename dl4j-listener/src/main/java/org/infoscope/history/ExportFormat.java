package org.infoscope.history;

/** The two forms in which a run leaves a storage; docs/run-history.md describes both. */
public enum ExportFormat {
    /** JSON Lines, UTF-8: first the run, then one line a step; the lossless form. */
    JSONL,
    /** RFC 4180 with a header line, UTF-8: tidy, one number a row; scalars and summaries of distributions. */
    CSV
}
