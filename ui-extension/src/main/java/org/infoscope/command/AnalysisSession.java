package org.infoscope.command;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32;
import org.infoscope.history.SeriesInfo;
import org.infoscope.metric.Metric;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The session id of an analysis: the same for the same question, so that asking again goes on where it was interrupted, and
 * another one for any other question, so that values of different examples never stand in one curve.
 */
final class AnalysisSession {

    private AnalysisSession() {}

    /**
     * The id.
     *
     * @param run name of the run
     * @param metrics with their options
     * @param layers that were asked for; empty for the default
     * @param features as the network is given them
     * @param ids class of each example; null when it is not known
     */
    static String id(String run, List<Metric> metrics, List<String> layers, INDArray features, int @Nullable [] ids) {
        String question = String.join(
                "\n",
                run,
                metrics.stream()
                        .map(metric -> SeriesInfo.of(metric).key())
                        .toList()
                        .toString(),
                layers.toString(),
                Arrays.toString(features.shape()),
                Long.toHexString(checksum(features)),
                Arrays.toString(ids));
        return "analysis-" + UUID.nameUUIDFromBytes(question.getBytes(StandardCharsets.UTF_8));
    }

    private static long checksum(INDArray features) {
        CRC32 sum = new CRC32();
        for (long example = 0; example < features.size(0); example++) {
            double[] values = features.slice(example).dup('c').data().asDouble();
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
            bytes.asDoubleBuffer().put(values);
            sum.update(bytes);
        }
        return sum.getValue();
    }
}
