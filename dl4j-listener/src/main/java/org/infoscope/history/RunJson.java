package org.infoscope.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricInfo;
import org.infoscope.metric.MetricValue;

/**
 * A run as JSON and back, without loss: what is read equals what was written, to the last bit of every number.
 *
 * <p>Field names are those of the records. NaN and the infinities are the texts {@code "NaN"}, {@code "Infinity"} and
 * {@code "-Infinity"}, since JSON has no numbers for them. A {@link MetricValue} says what it is in its field
 * {@code kind}: {@code scalar} or {@code distribution}. Unknown fields are left out when reading.
 *
 * <p>Stateless and safe for use by several threads.
 */
public final class RunJson {

    static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private RunJson() {}

    /** Writes one value into a generator. */
    private interface Content {
        void to(JsonGenerator json) throws IOException;
    }

    /**
     * A run as text.
     *
     * @param run what holds for the whole run
     * @return one JSON object without line breaks
     */
    public static String toJson(RunInfo run) {
        return text(json -> write(run, json));
    }

    /**
     * A step as text.
     *
     * @param step everything recorded at one iteration
     * @return one JSON object without line breaks
     */
    public static String toJson(SampledStep step) {
        return text(json -> write(step, json));
    }

    /**
     * A reading as text.
     *
     * @param reading of one layer
     * @return one JSON object without line breaks
     */
    public static String toJson(Reading reading) {
        return text(json -> write(reading, json));
    }

    /**
     * A value as text.
     *
     * @param value of a reading
     * @return one JSON object without line breaks
     */
    public static String toJson(MetricValue value) {
        return text(json -> write(value, json));
    }

    /**
     * Settings as text.
     *
     * @param settings each a String, Boolean or Number
     * @return one JSON object without line breaks, in the map's order
     */
    public static String toJson(Map<String, Object> settings) {
        return text(json -> write(settings, json));
    }

    /**
     * Reads what {@link #toJson(RunInfo)} wrote.
     *
     * @param text one JSON object
     * @return the run
     * @throws IllegalArgumentException if the text is something else
     */
    public static RunInfo readRun(String text) {
        return read(text, RunInfoReader::run);
    }

    /**
     * Reads what {@link #toJson(SampledStep)} wrote.
     *
     * @param text one JSON object
     * @return the step
     * @throws IllegalArgumentException if the text is something else
     */
    public static SampledStep readStep(String text) {
        return read(text, json -> RunJsonReader.step(json, ReadingDetails.ALL));
    }

    /**
     * Reads what {@link #toJson(Reading)} wrote.
     *
     * @param text one JSON object
     * @return the reading
     * @throws IllegalArgumentException if the text is something else
     */
    public static Reading readReading(String text) {
        return read(text, json -> RunJsonReader.reading(json, ReadingDetails.ALL));
    }

    /**
     * Reads what {@link #toJson(MetricValue)} wrote.
     *
     * @param text one JSON object
     * @return the value
     * @throws IllegalArgumentException if the text is something else
     */
    public static MetricValue readValue(String text) {
        return read(text, MetricValueReader::read);
    }

    /**
     * Writes a run as one JSON object.
     *
     * @param run what holds for the whole run
     * @param json stands where a value may stand
     * @throws IOException if the generator's target fails
     */
    public static void write(RunInfo run, JsonGenerator json) throws IOException {
        RunJsonWriter.run(run, json);
    }

    /**
     * Writes a step as one JSON object.
     *
     * @param step everything recorded at one iteration
     * @param json stands where a value may stand
     * @throws IOException if the generator's target fails
     */
    public static void write(SampledStep step, JsonGenerator json) throws IOException {
        RunJsonWriter.step(step, json);
    }

    /**
     * Writes what listening has cost against its budget as one JSON object.
     *
     * @param overhead of a step
     * @param json stands where a value may stand
     * @throws IOException if the generator's target fails
     */
    public static void write(Overhead overhead, JsonGenerator json) throws IOException {
        OverheadJson.write(overhead, json);
    }

    /**
     * Writes a reading as one JSON object.
     *
     * @param reading of one layer
     * @param json stands where a value may stand
     * @throws IOException if the generator's target fails
     */
    public static void write(Reading reading, JsonGenerator json) throws IOException {
        RunJsonWriter.reading(reading, json);
    }

    /**
     * Writes a value as one JSON object.
     *
     * @param value of a reading
     * @param json stands where a value may stand
     * @throws IOException if the generator's target fails
     */
    public static void write(MetricValue value, JsonGenerator json) throws IOException {
        RunJsonWriter.value(value, json);
    }

    /**
     * Writes a series as one JSON object.
     *
     * @param series a metric with its options
     * @param json stands where a value may stand
     * @throws IOException if the generator's target fails
     */
    public static void write(SeriesInfo series, JsonGenerator json) throws IOException {
        RunJsonWriter.series(series, json);
    }

    /**
     * Writes flags as one JSON array.
     *
     * @param flags of a reading or a step
     * @param json stands where a value may stand
     * @throws IOException if the generator's target fails
     */
    public static void write(List<Flag> flags, JsonGenerator json) throws IOException {
        RunJsonWriter.flags(flags, json);
    }

    /**
     * Writes what explains a metric as one JSON object.
     *
     * @param info of a metric
     * @param json stands where a value may stand
     * @throws IOException if the generator's target fails
     */
    public static void write(MetricInfo info, JsonGenerator json) throws IOException {
        RunJsonWriter.info(info, json);
    }

    /**
     * Writes settings as one JSON object, in the map's order.
     *
     * @param settings each a String, Boolean or Number
     * @param json stands where a value may stand
     * @throws IOException if the generator's target fails
     */
    public static void write(Map<String, Object> settings, JsonGenerator json) throws IOException {
        RunJsonWriter.settings(settings, json);
    }

    /** A step as UTF-8. */
    static byte[] toBytes(SampledStep step) {
        return bytes(json -> write(step, json));
    }

    /** Flags as UTF-8. */
    static byte[] toBytes(List<Flag> flags) {
        return bytes(json -> write(flags, json));
    }

    /** Reads what {@link #toBytes(SampledStep)} wrote. */
    static SampledStep readStep(byte[] bytes) {
        return read(bytes, json -> RunJsonReader.step(json, ReadingDetails.ALL));
    }

    /** Reads what {@link #toBytes(List)} wrote. */
    static List<Flag> readFlags(byte[] bytes) {
        return read(bytes, json -> JsonFields.list(json, RunJsonReader::flag));
    }

    static RunInfo readRun(JsonParser json) throws IOException {
        return RunInfoReader.run(json);
    }

    private static String text(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            content.to(json);
        } catch (IOException e) {
            throw RunRecord.impossible(e);
        }
        return text.toString();
    }

    private static byte[] bytes(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            content.to(json);
        } catch (IOException e) {
            throw RunRecord.impossible(e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(String text, JsonFields.Item<T> item) {
        try (JsonParser json = FACTORY.createParser(text)) {
            json.nextToken();
            return item.read(json);
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
    }

    private static <T> T read(byte[] bytes, JsonFields.Item<T> item) {
        try {
            return JsonBytes.read(() -> new ByteArrayInputStream(bytes), item);
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
    }

    private static IllegalArgumentException unreadable(Exception e) {
        return new IllegalArgumentException("This is not the JSON of a run: " + e.getMessage(), e);
    }
}
