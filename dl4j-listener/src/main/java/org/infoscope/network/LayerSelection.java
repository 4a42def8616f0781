package org.infoscope.network;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** Which layers and vertices of a network are measured. */
public sealed interface LayerSelection {

    /**
     * Every activation after its nonlinearity, outputs included: a layer with its following BatchNormalization and
     * ActivationLayer counts once, at the end; a linear layer that only feeds a sum counts at that sum's end. Layers that only
     * pick, pad, scale, drop or reshape are left out.
     */
    record AfterNonlinearity() implements LayerSelection {}

    /**
     * These and no others.
     *
     * @param names as the network gives them
     */
    record Named(Set<String> names) implements LayerSelection {
        /**
         * Keeps the order.
         *
         * @param names as the network gives them
         * @throws IllegalArgumentException if there are none
         */
        public Named {
            if (names.isEmpty()) {
                throw new IllegalArgumentException("Name at least one layer");
            }
            names = new LinkedHashSet<>(names);
        }
    }

    /**
     * Those whose name passes.
     *
     * @param names true to measure
     */
    record Matching(Predicate<String> names) implements LayerSelection {
        /**
         * Checks that there is a predicate.
         *
         * @param names true to measure
         */
        public Matching {
            Objects.requireNonNull(names, "names");
        }
    }
}
