package org.infoscope.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class ActivationFileTest {

    private static final double[] VALUES = {0.1, -1.0 / 3, 1e-300, 4.9e-324, 1e300, -0.0};

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({"1,LITTLE_ENDIAN", "2,LITTLE_ENDIAN", "3,LITTLE_ENDIAN", "1,BIG_ENDIAN", "3,BIG_ENDIAN"})
    void float64KeepsEveryBit(int version, String order) throws IOException {
        Path file = NpyBytes.doubles(folder.resolve("a.npy"), version, order(order), "2, 3", VALUES);

        INDArray read = ActivationFile.read(file);

        assertThat(read.dataType()).isEqualTo(DataType.DOUBLE);
        assertThat(read.shape()).containsExactly(2, 3);
        assertThat(read.dup('c').data().asDouble()).containsExactly(VALUES);
    }

    @ParameterizedTest
    @CsvSource({"LITTLE_ENDIAN", "BIG_ENDIAN"})
    void float32KeepsEveryBit(String order) throws IOException {
        float[] values = new float[2 * 3 * 2 * 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1f / (i + 1);
        }
        Path file = NpyBytes.floats(folder.resolve("a.npy"), order(order), "2, 3, 2, 2", values);

        INDArray read = ActivationFile.read(file);

        assertThat(read.dataType()).isEqualTo(DataType.FLOAT);
        assertThat(read.shape()).containsExactly(2, 3, 2, 2);
        assertThat(read.getFloat(1, 2, 0, 1)).isEqualTo(values[12 + 8 + 1]);
        assertThat(read.dup('c').data().asFloat()).containsExactly(values);
    }

    @Test
    void arraysLongerThanOneChunkAreReadWhole() throws IOException {
        double[] values = new double[300_000];
        Arrays.setAll(values, i -> i);
        Path file = NpyBytes.doubles(folder.resolve("a.npy"), 1, ByteOrder.LITTLE_ENDIAN, "300, 1000", values);

        assertThat(ActivationFile.read(file).dup('c').data().asDouble()).isEqualTo(values);
    }

    @Test
    void csvKeepsEveryBit() throws IOException {
        Path file = Files.writeString(
                folder.resolve("a.CSV"), "\uFEFF0.1, -3.3333333333333331e-1,1E-300\r\n4.9e-324,1e300,-0.0\r\n\r\n");

        INDArray read = ActivationFile.read(file);

        assertThat(read.dataType()).isEqualTo(DataType.DOUBLE);
        assertThat(read.shape()).containsExactly(2, 3);
        assertThat(read.dup('c').data().asDouble()).containsExactly(VALUES);
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                Arguments.of(NpyBytes.header("<i8", "False", "1, 2"), "type '<i8'"),
                Arguments.of(NpyBytes.header("<f2", "False", "1, 2"), "astype(np.float64)"),
                Arguments.of(NpyBytes.header("|b1", "False", "1, 2"), "type '|b1'"),
                Arguments.of(NpyBytes.header("<c16", "False", "1, 1"), "type '<c16'"),
                Arguments.of("{'descr': [('x', '<f8')], 'fortran_order': False, 'shape': (2,), }", "'descr'"),
                Arguments.of(NpyBytes.header("<f8", "True", "1, 2"), "ascontiguousarray"),
                Arguments.of(NpyBytes.header("<f8", "Maybe", "1, 2"), "'fortran_order'"),
                Arguments.of(NpyBytes.header("<f8", "False", "2,"), "1 dimensions"),
                Arguments.of(NpyBytes.header("<f8", "False", ""), "0 dimensions"),
                Arguments.of(NpyBytes.header("<f8", "False", "1, 1, 2"), "3 dimensions"),
                Arguments.of(NpyBytes.header("<f8", "False", "1, 1, 1, 1, 2"), "5 dimensions"),
                Arguments.of(NpyBytes.header("<f8", "False", "0, 2"), "no values"),
                Arguments.of(NpyBytes.header("<f8", "False", "-1, 2"), "'-1'"),
                Arguments.of(NpyBytes.header("<f8", "False", "1, x"), "'x'"),
                Arguments.of(NpyBytes.header("<f8", "False", "1, 3"), "cut short"),
                Arguments.of(NpyBytes.header("<f8", "False", "1, 1"), "promises 8 bytes"),
                Arguments.of(NpyBytes.header("<f8", "False", "4294967296, 4294967296"), "means more than"),
                Arguments.of(NpyBytes.header("<f8", "False", "99999999999999999999, 1"), "'99999999999999999999'"),
                Arguments.of(NpyBytes.header("<f8", "False", "50000, 40000"), "promises 16000000000 bytes"),
                Arguments.of("nonsense", "'descr'"));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void headersThatAreNotReadAreRefusedWithTheReason(String header, String reason) throws IOException {
        Path file = NpyBytes.write(folder.resolve("a.npy"), 1, header, new byte[16]);

        assertThatThrownBy(() -> ActivationFile.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("a.npy");
    }

    @Test
    void filesOfAnotherKindAreRefused() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.npy"));
        Path zip = Files.writeString(folder.resolve("zip.npy"), "PK\u0003\u0004 this is an archive");
        Path future =
                NpyBytes.write(folder.resolve("future.npy"), 4, NpyBytes.header("<f8", "False", "1, 1"), new byte[8]);
        Path endless = Files.write(folder.resolve("endless.npy"), new byte[] {
            (byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, (byte) 255, (byte) 255, (byte) 255, (byte) 255
        });
        Path cut = Files.write(
                folder.resolve("cut.npy"), new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 100, 0, '{'});

        assertRefused(empty, "magic");
        assertRefused(zip, "magic");
        assertRefused(future, "version 4");
        assertRefused(endless, "4294967295 bytes");
        assertRefused(cut, "cut short");
        assertRefused(folder, "a directory");
        assertRefused(folder.resolve("missing.npy"), "no such file");
        assertRefused(Files.createFile(folder.resolve("a.mat")), ".npy or .csv");
    }

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of("", "is empty"),
                Arguments.of("\n\n", "is empty"),
                Arguments.of("1,2\n3\n", "line 2 has 1 values, but line 1 has 2"),
                Arguments.of("1,2\n3,4,5\n", "line 2 has 3 values"),
                Arguments.of("a,b\n1,2\n", "line 1, value 1: 'a'"),
                Arguments.of("1,2\n3,x\n", "line 2, value 2: 'x'"),
                Arguments.of("1,2\n3,\n", "line 2, value 2: ''"),
                Arguments.of("1;2\n", "'1;2'"),
                Arguments.of("1,nan\n", "'nan'"),
                Arguments.of("1,NaN\n", "'NaN'"),
                Arguments.of("1,Infinity\n", "'Infinity'"),
                Arguments.of("1,1e999\n", "'1e999'"),
                Arguments.of("1,2d\n", "'2d'"),
                Arguments.of("0x1p3\n", "'0x1p3'"),
                Arguments.of("1,2\n\n3,4\n", "line 2 is blank"));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void tablesThatAreNotReadAreRefusedWithTheLine(String text, String reason) throws IOException {
        assertRefused(Files.writeString(folder.resolve("a.csv"), text), reason);
    }

    @Test
    void aTableInAnotherEncodingIsRefused() throws IOException {
        assertRefused(
                Files.write(folder.resolve("a.csv"), "1,2\n3,4é\n".getBytes(StandardCharsets.ISO_8859_1)), "UTF-8");
    }

    @Test
    void idsAreCheckedLineByLine() throws IOException {
        Path good = Files.writeString(folder.resolve("ids"), "3\n-1\n 0 \n");

        assertThat(ClassIds.read(good, 3)).containsExactly(3, -1, 0);
        assertThatThrownBy(() -> ClassIds.read(good, 4)).hasMessageContaining("holds 3 ids, but there are 4 samples");
        Path real = Files.writeString(folder.resolve("real"), "1\n1.0\n");
        assertThatThrownBy(() -> ClassIds.read(real, 2)).hasMessageContaining("line 2: '1.0'");
        Path large = Files.writeString(folder.resolve("large"), "9999999999\n");
        assertThatThrownBy(() -> ClassIds.read(large, 1)).hasMessageContaining("line 1: '9999999999'");
    }

    private static void assertRefused(Path file, String reason) {
        assertThatThrownBy(() -> ActivationFile.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(reason)
                .hasMessageContaining(file.getFileName().toString());
    }

    private static ByteOrder order(String name) {
        return name.equals("LITTLE_ENDIAN") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }
}
