package org.infoscope.report;

/**
 * What several runs are compared by: the loss, an accuracy, or one layer's series.
 *
 * @param heading that charts of its kind stand under; empty for those of the training itself
 * @param title of its chart among those
 * @param key of the series, which holds its options; empty for those of the training itself
 * @param unit of the values
 */
record Measure(String heading, String title, String key, String unit) {

    static final Measure LOSS = new Measure("", "Loss", "", "1");

    /** Of one output; its name is not told where it is the {@code only} one. */
    static Measure accuracy(boolean validation, String output, boolean only) {
        String title = validation ? "Validation accuracy" : "Training accuracy";
        return new Measure("", only ? title : title + ", " + output, "", "1");
    }
}
