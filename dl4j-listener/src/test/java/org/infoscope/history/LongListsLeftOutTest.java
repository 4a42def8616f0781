package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongListsLeftOutTest {

    /** Gives a few bytes at a time, so that names and lists lie across the ends of what is read. */
    private static InputStream inPieces(String json, int size) {
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, size));
            }
        };
    }

    private static String without(String json, int size) throws IOException {
        try (InputStream left = new LongListsLeftOut(inPieces(json, size))) {
            return new String(left.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 11, 64, 1 << 14})
    void listsOfNumbersAreEmptyAndAllElseIsAsItWas(int size) throws IOException {
        assertThat(without("{\"edges\":[0.5,\"NaN\",1e-3],\"counts\":[],\"maps\":[[1,2],[],[3]],\"mean\":1}", size))
                .isEqualTo("{\"edges\":[],\"counts\":[],\"maps\":[],\"mean\":1}");
        for (String json : new String[] {
            "{\"levels\":[0.05,0.5],\"quantiles\":[1,2]}",
            "{\"edges\":3,\"x\":[\"edges\",[4]],\"name\":\"a \\\"edges\\\":[1,2] b\"}",
            "{\"\\\"edges\":[1,2],\"myedges\":[5]}",
            "[[1],[2]]",
            "",
        }) {
            assertThat(without(json, size)).isEqualTo(json);
        }
    }

    @Test
    void aListThatNeverEndsStaysWithoutItsEnd() throws IOException {
        assertThat(without("{\"scores\":[1,2", 3)).isEqualTo("{\"scores\":[");
    }

    @Test
    void aListLongerThanAnyBufferIsLeftOut() throws IOException {
        String numbers = "1.25,".repeat(20_000) + "2";
        String json = "{\"edges\":[" + numbers + "],\"quantiles\":[" + numbers + "]}";
        assertThat(without(json, Integer.MAX_VALUE)).isEqualTo("{\"edges\":[],\"quantiles\":[" + numbers + "]}");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void rowsAreThoseOfTheWholeStep(long seed) {
        SampledStep step = new RandomRuns(seed).step();
        CsvRows rows = new CsvRows();
        byte[] encoded = new RepresentationReport("s", "w", 1, step).encode();
        RepresentationReport read = RepresentationReport.forRows(encoded, new ReadingDetails.OfRows());
        assertThat(Arrays.equals(rows.of("run", "w", read.step()), new CsvRows().of("run", "w", step)))
                .isTrue();
    }
}
