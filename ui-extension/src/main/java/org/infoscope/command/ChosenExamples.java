package org.infoscope.command;

import org.jspecify.annotations.Nullable;

/** Examples that a command was asked to use, as the file holds them: neither scaled nor normalised. */
final class ChosenExamples {

    private final ExampleSet set;
    private final int @Nullable [] ids;
    private final String description;

    /**
     * Some or all examples of a file.
     *
     * @param set the examples
     * @param ids class of each; null when it is not known
     * @param description in words: how many, which, of what file
     */
    ChosenExamples(ExampleSet set, int @Nullable [] ids, String description) {
        this.set = set;
        this.ids = ids;
        this.description = description;
    }

    ExampleSet set() {
        return set;
    }

    /** Class of each example; null when it is not known. */
    int @Nullable [] ids() {
        return ids;
    }

    String description() {
        return description;
    }
}
