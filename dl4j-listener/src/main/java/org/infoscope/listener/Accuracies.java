package org.infoscope.listener;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.infoscope.metric.Flag;
import org.infoscope.network.ForwardPass;
import org.infoscope.network.LayerActivations;
import org.infoscope.network.Replica;
import org.jspecify.annotations.Nullable;

/** The share of right answers per output, on the probe and on the validation set. */
final class Accuracies {

    private final Replica replica;
    private final List<Labels> probeLabels;
    private final @Nullable Probe validation;
    private final List<Labels> validationLabels;
    private final Tally tally;
    private final Complaints complaints;

    Accuracies(
            Replica replica, List<Labels> probeLabels, @Nullable Probe validation, Tally tally, Complaints complaints) {
        this.replica = replica;
        this.probeLabels = probeLabels;
        this.validation = validation;
        this.validationLabels = validation == null ? List.of() : Labels.of(validation, replica);
        this.tally = tally;
        this.complaints = complaints;
    }

    /**
     * On the probe.
     *
     * @param pass that holds the outputs
     * @param problems to add to
     */
    Map<String, Double> onProbe(ForwardPass pass, List<Flag> problems) {
        return shares("probe", pass, probeLabels, problems);
    }

    /**
     * On the validation set, by a forward pass of its own.
     *
     * @param problems to add to
     * @param ended whether there is no time for it any more
     * @return empty without a validation set
     */
    Map<String, Double> onValidation(List<Flag> problems, boolean ended) {
        Probe examples = validation;
        if (examples == null) {
            return Map.of();
        }
        if (ended) {
            problems.add(new Flag(Flag.Kind.SKIPPED, "No accuracy on the validation set: the run ended before"));
            return Map.of();
        }
        try {
            ForwardPass pass =
                    replica.forward(examples.features(), examples.featureMasks(), replica.outputs(), Measurement.CHUNK);
            try {
                return shares("validation set", pass, validationLabels, problems);
            } finally {
                pass.activations().values().forEach(LayerActivations::close);
            }
        } catch (Throwable failure) {
            tally.failed();
            complaints.about("The accuracy on the validation set", failure);
            problems.add(new Flag(Flag.Kind.FAILED, "No accuracy on the validation set: " + failure));
            return Map.of();
        }
    }

    private static Map<String, Double> shares(String what, ForwardPass pass, List<Labels> labels, List<Flag> problems) {
        Map<String, Double> shares = new LinkedHashMap<>();
        for (Labels one : labels) {
            LayerActivations answers = pass.activations().get(one.outputName());
            double share = answers == null ? Double.NaN : one.accuracy(answers.array());
            if (!Double.isNaN(share)) {
                shares.put(one.outputName(), share);
            }
        }
        if (pass.failure() != null) {
            problems.add(new Flag(Flag.Kind.FAILED, "No accuracy on the " + what + ". " + pass.failure()));
        }
        return shares;
    }
}
