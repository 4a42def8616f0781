package org.infoscope.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A step of which a thinned run keeps something.
 *
 * @param at where it stands
 * @param readings that are kept of it, by their place in it
 */
record KeptStep(Kept.Step at, List<ThinReading> readings) {

    /**
     * The steps of what is kept, in the order of a run.
     *
     * @param all that is kept, in any order
     * @param closing the step that closes the run, if it is to be among them whatever is kept of it
     */
    static List<KeptStep> of(Stream<Kept> all, Kept.@Nullable Step closing) {
        List<KeptStep> steps = new ArrayList<>();
        KeptStep step = null;
        for (Kept kept : all.sorted().toList()) {
            if (step == null || kept.at().compareTo(step.at()) != 0) {
                step = new KeptStep(kept.at(), new ArrayList<>());
                steps.add(step);
            }
            if (kept.reading() != null) {
                step.readings().add(kept.reading());
            }
        }
        if (closing != null) {
            KeptStep last = new KeptStep(closing, List.of());
            int place = Collections.binarySearch(steps, last, Comparator.comparing(KeptStep::at));
            if (place < 0) {
                steps.add(-place - 1, last);
            }
        }
        return steps;
    }

    /** The step itself, without the readings that are not kept. */
    SampledStep step() {
        return RunJson.readStep(at.head().array())
                .withReadings(readings.stream().map(ThinReading::toReading).toList());
    }
}
