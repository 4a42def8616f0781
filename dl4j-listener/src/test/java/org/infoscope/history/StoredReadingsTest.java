package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is copied out of stored readings must be what reading them gives. */
class StoredReadingsTest {

    private static final String READING = "{\"layer\":\"conv,1\",\"metric\":\"m\",\"series\":\"m-1\",\"values\":["
            + "{\"kind\":\"scalar\",\"name\":\"entropy\",\"unit\":\"bit\",\"value\":0.25},"
            + "{\"kind\":\"distribution\",\"name\":\"d\",\"unit\":\"\u00fc\",\"edges\":[0.0,1.0],\"counts\":[3],"
            + "\"mean\":10.0,\"sd\":-0.0,\"levels\":[0.05,0.5],\"quantiles\":[0.001,-1234567.75],\"total\":4,"
            + "\"undefined\":1,\"nonFinite\":0},"
            + "{\"kind\":\"unitScores\",\"name\":\"u\",\"unit\":\"nat\",\"scores\":[1.0,\"NaN\"]}],"
            + "\"settings\":{\"n\":4,\"engine\":\"\\\"cpu\\\"\"},\"flags\":[{\"kind\":\"CAUTION\",\"reason\":\"one\"}],"
            + "\"costNanos\":12}";
    private static final String STEP =
            "{\"infoscope\":1,\"kind\":\"step\",\"session\":\"s\",\"worker\":\"w\",\"timestamp\":5,"
                    + "\"step\":{\"iteration\":7,\"epoch\":1,\"timeMillis\":5,\"score\":0.5,\"trainingAccuracy\":{\"out\":0.75},"
                    + "\"validationAccuracy\":{},\"readings\":[" + READING + "," + READING.replace("0.25", "8.5")
                    + "],\"problems\":[],\"cost\":{\"stallNanos\":1,\"busyNanos\":2,\"taken\":3,\"skipped\":4,\"failed\":5},"
                    + "\"state\":\"LIVE\"}}";

    private static byte[] stored(String json) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {'I', 'S', 'C', 'P', 1});
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(json.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** The rows, or that there are none. */
    private static String copied(CsvRows rows, byte[] stored) {
        try {
            return new String(rows.of(stored, RepresentationReport::getSessionID), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException damaged) {
            return "damaged";
        }
    }

    private static String read(byte[] stored) {
        try {
            RepresentationReport report = RepresentationReport.forRows(stored, new ReadingDetails.OfRows());
            byte[] rows = new CsvRows().of(report.getSessionID(), report.getWorkerID(), report.step());
            return new String(rows, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException damaged) {
            return "damaged";
        }
    }

    private static boolean isCopied(byte[] stored) {
        StoredStep step = new StoredStep();
        return step.read(stored) != null && new StoredReadings().addRows(step, new byte[0], new CsvBytes());
    }

    @Test
    void whatWouldFillTheMemoryIsReadInTheGeneralWay() throws IOException {
        byte[] large = stored(STEP.replace("\"layer\":\"", "\"layer\":\"" + "x".repeat(20_000)));
        assertThat(isCopied(large)).isFalse();
        assertThat(copied(new CsvRows(), large)).isEqualTo(read(large)).contains("xxx");
    }

    @Test
    void rowsAreThoseOfTheStepsInAnyOrderOfReading() {
        CsvRows rows = new CsvRows();
        Random order = new Random(3);
        int copied = 0;
        for (int i = 0; i < 600; i++) {
            SampledStep step = new RandomRuns(order.nextInt(60)).step();
            byte[] stored = new RepresentationReport("s", "w", 1, step).encode();
            byte[] expected = new CsvRows().of("s", "w", step);
            assertThat(Arrays.equals(rows.of(stored, RepresentationReport::getSessionID), expected))
                    .isTrue();
            copied += isCopied(stored) ? 1 : 0;
        }
        assertThat(copied).as("not all have nineteen digits").isBetween(100, 599);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0",
                "-0.0",
                "-0",
                "0",
                "7",
                "-12.0",
                "0.10",
                "0.001",
                "0.0010",
                "0.0001",
                "0.00012",
                "9999999.5",
                "12345678.5",
                "1234567.0",
                "1e3",
                "1E+2",
                "1.5e-7",
                "-1.0E-300",
                "1e999",
                "1e-999",
                "5.5E10",
                "0.1000000000000000055511",
                "0.07658080098622799",
                "4503599627370497.5",
                "123456789012345678901",
                "1234567890123456789012345678901234567890",
                "\"NaN\"",
                "\"-Infinity\"",
                "\"5\"",
                "null",
                "01",
                "1.",
                ".5",
                "+1",
                "--1",
                "1e",
                "1.0.0",
                "1e5.5",
                "-",
                "[1]",
                "{}",
                "true",
                "0.25,\"value\":3.5",
                "0.25 "
            })
    void everyNumberIsWrittenAsItIsReadElsewhere(String number) throws IOException {
        byte[] stored = stored(
                STEP.replace("\"value\":0.25", "\"value\":" + number).replace("0.001,-1234567.75", "0.5," + number));
        assertThat(copied(new CsvRows(), stored)).isEqualTo(read(stored));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-4", "1.0", "1e2", "99999999999999999999", "999999999999999999", "\"4\"", "007"})
    void everyCountIsReadAsElsewhere(String count) throws IOException {
        for (String field : List.of("\"total\":4", "\"undefined\":1", "\"nonFinite\":0", "\"costNanos\":12")) {
            byte[] stored = stored(STEP.replace(field, field.substring(0, field.indexOf(':') + 1) + count));
            assertThat(copied(new CsvRows(), stored)).as(field).isEqualTo(read(stored));
        }
    }

    /** What a later version, another program or a damaged disk may have written. */
    private static List<String> unusual() {
        String readings = "\"readings\":[" + READING + "]";
        List<String> documents = new ArrayList<>(List.of(
                STEP.replace("\"value\"", "\"va\\u006cue\""),
                STEP.replace("\"value\":0.25", "\"value\": 2.0"),
                STEP.replace("\"value\":0.25", "\"value\" :2.0"),
                STEP.replace("\"mean\":10.0", "\"mean\":\n4.0"),
                STEP.replace("\"quantiles\":[0.001,-1234567.75]", "\"quantiles\": [2.0,3.0]"),
                STEP.replace("\"total\":4", "\"total\": 4"),
                STEP.replace("\"scores\":[1.0", "\"scores\":null[1.0"),
                STEP.replace("\"edges\":[0.0,1.0]", "\"edges\":null,\"unit\":\"other\",\"new\":[1]"),
                STEP.replace("\"settings\":{", "\"settings\": {"),
                STEP.replace("\"flags\":[", "\"flags\" :["),
                STEP.replace("\"value\":0.25", "\"new\":{\"value\":9,\"flags\":[],\"settings\":{}},\"value\":0.25"),
                STEP.replace("\"costNanos\":12", "\"settings\":{\"n\":5},\"costNanos\":12"),
                STEP.replace("\"flags\":[{\"kind\":\"CAUTION\",\"reason\":\"one\"}],", ""),
                STEP.replace("\"settings\":{\"n\":4,\"engine\":\"\\\"cpu\\\"\"},", ""),
                STEP.replace("\"total\":4,\"undefined\":1,\"nonFinite\":0", "\"undefined\":1,\"total\":4"),
                STEP.replace("\"total\":4,", ""),
                STEP.replace("\"mean\":10.0,", "").replace("\"kind\":\"unitScores\"", "\"kind\":\"new\""),
                STEP.replace("\"levels\":[0.05,0.5]", "\"levels\":[0.05]"),
                STEP.replace("\"scores\":[1.0,\"NaN\"]", "\"scores\":[[[1.0],[\"]\"]]"),
                STEP.replace("\"kind\":\"CAUTION\"", "\"kind\":\"?\""),
                STEP.replace("\"one\"", "\"\\ud83d\\ude00 \\\"x\\\", \\n y\""),
                STEP.replace("\"one\"", "\"\\ud83d\""),
                STEP.replace("\"n\":4", "\"\\ud83d\":4"),
                STEP.replace("\"n\":4", "\"n\":[4]"),
                STEP.replace("\"layer\":\"conv,1\"", "\"layer\":\"\u0001\""),
                STEP.replace("\"layer\":\"conv,1\"", "\"layer\":7"),
                STEP.replace("\"metric\":\"m\",", ""),
                STEP.replace("},{\"layer\"", "} , {\"layer\""),
                STEP.replace("},{\"layer\"", "},,{\"layer\""),
                STEP.replace("],\"problems\"", ",],\"problems\""),
                STEP.replace("],\"problems\"", "0],\"problems\""),
                STEP.replace("\"costNanos\":12}", "\"costNanos\":12]"),
                STEP.replace("\"iteration\"", "\"new\":{\"x\":1," + readings + ",\"problems\":[]},\"iteration\""),
                STEP.replace("\"cost\"", "\"new\":{\"x\":1," + readings + ",\"problems\":[]},\"cost\""),
                STEP.replace("\"cost\"", readings + ",\"cost\""),
                STEP.replace("\"problems\":[]", "\"problems\":[],\"readings\":[],\"problems\":[]"),
                STEP.replace("\"problems\":[],", ""),
                STEP.replace("\"step\":{", "\"x\":1,\"readings\":[],\"step\":{"),
                STEP.replace("LIVE", "ENDED"),
                STEP + " ",
                STEP + "1",
                STEP.replace("\"infoscope\"", " \"infoscope\"")));
        for (int length = 0; length < STEP.length(); length += 13) {
            documents.add(STEP.substring(0, length));
        }
        return documents;
    }

    @Test
    void whatIsUnusualIsReadAsElsewhere() throws IOException {
        CsvRows warm = new CsvRows();
        assertThat(copied(warm, stored(STEP))).isEqualTo(read(stored(STEP)));
        for (String document : unusual()) {
            byte[] stored = stored(document);
            assertThat(copied(new CsvRows(), stored)).as(document).isEqualTo(read(stored));
            assertThat(copied(warm, stored)).as(document).isEqualTo(read(stored));
            assertThat(copied(warm, stored(STEP))).isEqualTo(read(stored(STEP)));
        }
        assertThat(isCopied(stored(STEP))).isTrue();
    }

    @Test
    void damageIsSeen() throws IOException {
        byte[] whole = stored(STEP);
        Random random = new Random(5);
        CsvRows rows = new CsvRows();
        for (int i = 0; i < 400; i++) {
            byte[] damaged = Arrays.copyOf(whole, random.nextBoolean() ? whole.length : random.nextInt(whole.length));
            if (damaged.length == whole.length) {
                damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            }
            assertThat(copied(rows, damaged)).isEqualTo(read(damaged));
        }
    }

    @Test
    void aStepLongerThanAnyBufferAndMorePatternsThanAreKeptGiveTheirRows() throws IOException {
        CsvRows rows = new CsvRows();
        for (int i = 0; i < 150; i++) {
            byte[] stored = stored(STEP.replace("conv,1", "x".repeat(4000) + i));
            assertThat(copied(rows, stored).equals(read(stored))).isTrue();
            assertThat(isCopied(stored)).isTrue();
        }
        byte[] tooLong = stored(STEP.replace("conv,1", "x".repeat(600_000)));
        assertThat(copied(rows, tooLong).equals(read(tooLong))).isTrue();
        assertThat(isCopied(tooLong)).isFalse();
    }
}
