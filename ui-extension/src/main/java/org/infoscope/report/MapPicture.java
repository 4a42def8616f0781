package org.infoscope.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.infoscope.metric.MetricValue;

/** Pictures inside the file; of a pixel-wise map, one in which a cell is a pixel. */
final class MapPicture {

    private static final int OPAQUE = 0xff << 24;

    private MapPicture() {}

    /**
     * Draws one map; a cell without a finite number is transparent.
     *
     * @param maps of a layer
     * @param index of the map
     * @param low value of the first colour
     * @param high value of the last colour
     * @return a PNG file in Base64
     */
    static String png(MetricValue.PixelMaps maps, int index, double low, double high) {
        BufferedImage picture = new BufferedImage(maps.columns(), maps.rows(), BufferedImage.TYPE_INT_ARGB);
        List<Double> cells = maps.maps().get(index);
        for (int i = 0; i < cells.size(); i++) {
            double value = cells.get(i);
            if (Double.isFinite(value)) {
                int[] parts = Ink.cell(high > low ? (value - low) / (high - low) : 0);
                picture.setRGB(
                        i % maps.columns(), i / maps.columns(), OPAQUE | parts[0] << 16 | parts[1] << 8 | parts[2]);
            }
        }
        return base64(picture);
    }

    /** A PNG file of a picture, in Base64. */
    static String base64(BufferedImage picture) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            ImageIO.write(picture, "png", stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }
}
