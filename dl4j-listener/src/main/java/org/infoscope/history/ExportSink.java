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

    /**
     * One step in its stored form; a sink may know a shorter way than to decode it.
     *
     * @throws IOException if the target fails
     */
    default void encodedStep(byte[] encoded) throws IOException {
        RepresentationReport report = new RepresentationReport();
        report.decode(encoded);
        step(report);
    }

    /**
     * Hands on what is still held back.
     *
     * @throws IOException if the target fails
     */
    void flush() throws IOException;
}
