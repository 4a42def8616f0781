package org.infoscope.history;

import java.io.IOException;

/** Takes a run piece by piece and writes it in one {@link ExportFormat}. */
interface ExportSink {

    /**
     * Begins what one worker recorded.
     *
     * @throws IOException if the target fails
     */
    void run(RepresentationRun run) throws IOException;

    /**
     * One step of that worker.
     *
     * @throws IOException if the target fails
     */
    void step(RepresentationReport report) throws IOException;

    /** A step that is ready to be written. */
    interface Step {
        void write() throws IOException;
    }

    /**
     * One step in its stored form; a sink may know a shorter way than to decode all of it. Called by any thread, also
     * while an earlier one is written, but by none while a run begins.
     *
     * @throws IllegalArgumentException if it is damaged
     */
    default Step decoded(byte[] encoded) {
        RepresentationReport report = new RepresentationReport();
        report.decode(encoded);
        return () -> step(report);
    }

    /**
     * Hands on what is still held back.
     *
     * @throws IOException if the target fails
     */
    void flush() throws IOException;
}
