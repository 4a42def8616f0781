package org.infoscope.listener;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.infoscope.history.ProbeImage;
import org.infoscope.history.Reading;
import org.infoscope.metric.ImageShape;
import org.infoscope.metric.MetricValue;
import org.infoscope.metric.ProbeInput;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Pictures of the probe examples that a run has pixel maps of. Not safe for use by several threads.
 *
 * <p>The numbers of all these examples together, in the channels that are shown, are scaled from their smallest to their
 * largest finite value to 0 to 255; what is not finite is 0. Three channels are shown as red, green and blue; of any other
 * number the first is shown, in grey. Pictures of more than 224 pixels a side are brought to 224 by nearest neighbour. All
 * of this is our own choice.
 */
final class ProbeImages {

    private static final int LARGEST_SIDE = 224;
    private static final int COLOURS = 3;
    private static final int WHITE = 255;

    private final @Nullable INDArray inputs;
    private final @Nullable ImageShape shape;
    private final int @Nullable [] classIds;
    private final SortedMap<Integer, double[]> shown = new TreeMap<>();
    private List<ProbeImage> images = List.of();

    ProbeImages(ProbeInput input, int @Nullable [] classIds) {
        this.inputs = input.inputs();
        this.shape = input.image();
        this.classIds = classIds;
    }

    /** In the order of the examples. */
    List<ProbeImage> images() {
        return images;
    }

    /** Adds the examples that these readings have maps of. */
    void show(List<Reading> readings) {
        INDArray all = inputs;
        ImageShape layout = shape;
        if (all == null || layout == null) {
            return;
        }
        int before = shown.size();
        for (Reading reading : readings) {
            for (MetricValue value : reading.values()) {
                if (value instanceof MetricValue.PixelMaps maps) {
                    maps.examples().forEach(example -> shown.computeIfAbsent(example, at -> pixels(all, layout, at)));
                }
            }
        }
        if (shown.size() > before) {
            images = pictures(layout);
        }
    }

    /** What is shown of one example: row by row, the channels of a pixel side by side. */
    private static double[] pixels(INDArray all, ImageShape layout, int example) {
        double[] numbers = all.get(NDArrayIndex.interval(example, example + 1))
                .dup('c')
                .data()
                .asDouble();
        int height = side(layout.height());
        int width = side(layout.width());
        int channels = channels(layout);
        double[] pixels = new double[height * width * channels];
        int at = 0;
        for (int row = 0; row < height; row++) {
            int y = row * layout.height() / height;
            for (int column = 0; column < width; column++) {
                int x = column * layout.width() / width;
                for (int channel = 0; channel < channels; channel++) {
                    pixels[at++] = numbers[index(layout, channel, y, x)];
                }
            }
        }
        return pixels;
    }

    private static int index(ImageShape layout, int channel, int y, int x) {
        return layout.channelsLast()
                ? (y * layout.width() + x) * layout.channels() + channel
                : (channel * layout.height() + y) * layout.width() + x;
    }

    private static int side(int pixels) {
        return Math.min(pixels, LARGEST_SIDE);
    }

    private static int channels(ImageShape layout) {
        return layout.channels() == COLOURS ? COLOURS : 1;
    }

    private List<ProbeImage> pictures(ImageShape layout) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (double[] pixels : shown.values()) {
            for (double pixel : pixels) {
                if (Double.isFinite(pixel)) {
                    min = Math.min(min, pixel);
                    max = Math.max(max, pixel);
                }
            }
        }
        List<ProbeImage> pictures = new ArrayList<>();
        for (Map.Entry<Integer, double[]> one : shown.entrySet()) {
            byte[] bytes = scaled(one.getValue(), min, max);
            int example = one.getKey();
            int width = side(layout.width());
            int height = side(layout.height());
            int channels = channels(layout);
            byte[] png = Png.encode(width, height, channels, bytes);
            int label = classIds == null ? -1 : classIds[example];
            String text = Base64.getEncoder().encodeToString(png);
            pictures.add(new ProbeImage(example, width, height, channels, label, text));
        }
        return List.copyOf(pictures);
    }

    private static byte[] scaled(double[] pixels, double min, double max) {
        byte[] bytes = new byte[pixels.length];
        // Halves: the range of finite numbers may be infinite.
        double range = max / 2 - min / 2;
        for (int i = 0; i < bytes.length; i++) {
            if (Double.isFinite(pixels[i]) && range > 0) {
                bytes[i] = (byte) Math.round((pixels[i] / 2 - min / 2) / range * WHITE);
            }
        }
        return bytes;
    }
}
