package org.infoscope.kernel;

import java.util.LinkedHashMap;
import java.util.Map;

/** The transforms of the map sizes seen last: a bounded cache. Safe for use by several threads. */
final class TransformPlans {

    /** A network has few map sizes; sequences of many lengths push the oldest out. */
    private static final int CAPACITY = 64;

    private final Map<Long, TransformPlan> plans = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, TransformPlan> eldest) {
            return size() > CAPACITY;
        }
    };

    /** The plan for maps of this size. */
    synchronized TransformPlan of(int height, int width) {
        return plans.computeIfAbsent((long) height << 32 | width, key -> new TransformPlan(height, width));
    }
}
