package dev.unroll.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTensorsTest {

    @TempDir
    private Path folder;

    @Test
    void writesTheDocumentedBytes() throws IOException {
        Path file = folder.resolve("model.safetensors");
        SafeTensors.write(file, new TensorFile(List.of(new Tensor("w", new int[] {1, 2}, new float[] {1f, -2.5f})),
                Map.of("b", "2", "a", "1")));
        String header = "{\"__metadata__\":{\"a\":\"1\",\"b\":\"2\"},"
                + "\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}       ";
        assertThat(header.length() % 8).isZero();
        ByteBuffer expected = ByteBuffer.allocate(8 + header.length() + 8).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8)).putFloat(1f).putFloat(-2.5f);
        assertThat(Files.readAllBytes(file)).isEqualTo(expected.array());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 16_383, 16_384, 16_385, 50_000})
    void whatIsWrittenIsReadBack(int size) throws IOException {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = Float.intBitsToFloat(i * 40_503);
        }
        if (size > 6) {
            values[2] = Float.NaN;
            values[3] = -0f;
            values[4] = Float.NEGATIVE_INFINITY;
        }
        Path file = folder.resolve("model.safetensors");
        TensorFile written = new TensorFile(List.of(new Tensor("größe/重み", new int[] {size}, values),
                new Tensor("single", new int[] {}, new float[] {3f}),
                new Tensor("flat", new int[] {1, size, 1}, values)),
                Map.of("kind", "lstm"));
        SafeTensors.write(file, written);
        TensorFile read = SafeTensors.read(file);
        assertThat(read.metadata()).isEqualTo(written.metadata());
        assertThat(read.rounded()).isEmpty();
        for (int t = 0; t < 3; t++) {
            Tensor expected = written.tensors().get(t);
            Tensor actual = read.tensors().get(t);
            assertThat(actual.name()).isEqualTo(expected.name());
            assertThat(actual.shape()).isEqualTo(expected.shape());
            // By bits, so that -0 and 0 differ and NaN equals NaN.
            assertThat(Arrays.equals(actual.values(), expected.values())).as(expected.name()).isTrue();
        }
    }

    @Test
    void equalContentGivesEqualBytesWhateverTheNan() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        SafeTensors.write(first, nan(0x7FC00000));
        SafeTensors.write(second, nan(0xFFC00001));
        assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(first));
    }

    private static TensorFile nan(int bits) {
        return new TensorFile(List.of(new Tensor("w", new int[] {1}, new float[] {Float.intBitsToFloat(bits)})),
                Map.of());
    }

    @Test
    void anOlderFileIsReplacedAndNothingElseIsLeft() throws IOException {
        Path file = folder.resolve("model.safetensors");
        SafeTensors.write(file, new TensorFile(List.of(new Tensor("w", new int[] {100}, new float[100])), Map.of()));
        SafeTensors.write(file, new TensorFile(List.of(new Tensor("w", new int[] {1}, new float[] {5f})), Map.of()));
        assertThat(SafeTensors.read(file).tensors().get(0).values()).containsExactly(5f);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aRepeatedNameIsRefusedAndTheOlderFileKept() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Tensor tensor = new Tensor("w", new int[] {1}, new float[] {5f});
        SafeTensors.write(file, new TensorFile(List.of(tensor), Map.of()));
        assertThatThrownBy(() -> SafeTensors.write(file, new TensorFile(List.of(tensor, tensor), Map.of())))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("unique");
        assertThat(SafeTensors.read(file).tensors()).hasSize(1);
    }

    @Test
    void tensorsComeInTheOrderOfTheDataWhateverThatOfTheHeader() throws IOException {
        Path file = write("{\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}  ", 1f, 2f);
        List<Tensor> tensors = SafeTensors.read(file).tensors();
        assertThat(tensors).extracting(Tensor::name).containsExactly("a", "b");
        assertThat(tensors.get(0).values()).containsExactly(1f);
        assertThat(tensors.get(1).values()).containsExactly(2f);
    }

    @Test
    void doublePrecisionIsRoundedAndSaidSo() throws IOException {
        String header = "{\"exact\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]},"
                + "\"inexact\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[16,24]}}";
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 24).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
        bytes.putDouble(0.5).putDouble(Double.NaN).putDouble(0.1);
        Path file = folder.resolve("double");
        Files.write(file, bytes.array());
        TensorFile read = SafeTensors.read(file);
        assertThat(read.tensors().get(0).values()).containsExactly(0.5f, Float.NaN);
        assertThat(read.tensors().get(1).values()).containsExactly(0.1f);
        assertThat(read.rounded()).containsExactly("inexact");
    }

    @Test
    void halfPrecisionIsReadExactly() throws IOException {
        String header = "{\"half\":{\"dtype\":\"F16\",\"shape\":[9],\"data_offsets\":[0,18]},"
                + "\"brain\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[18,26]}}";
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 26).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
        for (int bits : new int[] {0x3C00, 0xC000, 0x3555, 0x7BFF, 0x0400, 0x0001, 0x8000, 0xFC00, 0x7E00,
            0x3F80, 0xC049, 0x0001, 0x7F80}) {
            bytes.putShort((short) bits);
        }
        Path file = folder.resolve("half");
        Files.write(file, bytes.array());
        TensorFile read = SafeTensors.read(file);
        assertThat(read.tensors().get(0).values()).containsExactly(1f, -2f, 0.333251953125f, 65504f, 0x1p-14f, 0x1p-24f,
                -0f, Float.NEGATIVE_INFINITY, Float.NaN);
        assertThat(read.tensors().get(1).values())
                .containsExactly(1f, -3.140625f, 0x1p-133f, Float.POSITIVE_INFINITY);
        assertThat(read.rounded()).isEmpty();
    }

    static Stream<Arguments> corruptHeaders() {
        return Stream.of(
                Arguments.of("", "begins with its first byte"),
                Arguments.of("[]", "must be a JSON object"),
                Arguments.of(" {}", "begins with its first byte"),
                Arguments.of("{", "must be valid JSON"),
                Arguments.of("{} x", "must be valid JSON"),
                Arguments.of("{\"w\":1}", "tensor w must have dtype, shape and two data_offsets; got 1"),
                Arguments.of(entry("w", "F32", "[1]", "[0]"), "two data_offsets"),
                Arguments.of(entry("w", "F32", "1", "[0,4]"), "must have dtype, shape"),
                Arguments.of(entry("w", "I32", "[1]", "[0,4]"), "must be of type F32, F64, F16 or BF16; got I32"),
                Arguments.of(entry("w", "F32", "[-1]", "[0,4]"), "whole numbers from 0; got -1"),
                Arguments.of(entry("w", "F32", "[1.0]", "[0,4]"), "whole numbers from 0; got 1.0"),
                Arguments.of(entry("w", "F32", "[65536,65536]", "[0,4]"), "fewer than 2^31 values"),
                Arguments.of(entry("w", "F32", "[4294967297]", "[0,4]"), "fewer than 2^31 values"),
                Arguments.of(entry("w", "F32", "[2]", "[0,4]"), "must take 8 bytes; its offsets are 0 and 4"),
                Arguments.of(entry("w", "F32", "[1]", "[4,0]"), "must take 4 bytes; its offsets are 4 and 0"),
                Arguments.of(entry("w", "F32", "[1]", "[4,8]"), "must begin at byte 0 of the data"),
                Arguments.of(entry("w", "F32", "[2]", "[0,8]"), "there are 4; the file was cut off"),
                Arguments.of("{}", "the data must be 0 bytes long, as the header says; there are 4"),
                Arguments.of("{" + inner("a", "F32", "[1]", "[0,4]") + "," + inner("b", "F32", "[1]", "[0,4]") + "}",
                        "tensor b must begin at byte 4"),
                Arguments.of("{" + inner("a", "F32", "[1]", "[0,4]") + "," + inner("a", "F32", "[1]", "[0,4]") + "}",
                        "without repeated names"),
                Arguments.of("{\"__metadata__\":[]," + inner("a", "F32", "[1]", "[0,4]") + "}",
                "must be an object of texts"),
                Arguments.of("{\"__metadata__\":{\"k\":1}," + inner("a", "F32", "[1]", "[0,4]") + "}",
                        "must hold texts only; got k: 1"));
    }

    @ParameterizedTest
    @MethodSource("corruptHeaders")
    void aCorruptHeaderIsRefusedWithFileAndReason(String header, String reason) throws IOException {
        Path file = write(header, 1f);
        assertThatThrownBy(() -> SafeTensors.read(file)).isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + " cannot be read: ").hasMessageContaining(reason);
    }

    @Test
    void everyTruncationIsNoticed() throws IOException {
        Path file = write(entry("w", "F32", "[2]", "[0,8]"), 1f, 2f);
        byte[] whole = Files.readAllBytes(file);
        assertThat(SafeTensors.read(file).tensors()).hasSize(1);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> SafeTensors.read(file)).as("%d bytes", length)
                    .isInstanceOf(CheckpointException.class);
        }
    }

    @Test
    void anAbsurdHeaderLengthIsRefusedBeforeAnythingIsAllocated() throws IOException {
        Path file = folder.resolve("absurd");
        Files.write(file, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, '{', '}'});
        assertThatThrownBy(() -> SafeTensors.read(file)).isInstanceOf(CheckpointException.class)
                .hasMessageContaining("its length is given as 18446744073709551615");
        Files.write(file, new byte[] {-1, -1, -1, 127, 0, 0, 0, 0, '{', '}'});
        assertThatThrownBy(() -> SafeTensors.read(file)).hasMessageContaining("given as 2147483647");
    }

    @Test
    void aHeaderThatIsNotUtf8IsRefused() throws IOException {
        Path file = folder.resolve("latin1");
        Files.write(file, new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', (byte) 0xFC});
        assertThatThrownBy(() -> SafeTensors.read(file)).isInstanceOf(CheckpointException.class)
                .hasMessageContaining("must be UTF-8");
    }

    @Test
    void aMissingFileIsAnInputError() {
        assertThatThrownBy(() -> SafeTensors.read(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aTensorsShapeMustFitItsValues() {
        assertThatThrownBy(() -> new Tensor("w", new int[] {2, 3}, new float[5]))
                .hasMessage("tensor w of shape [2, 3] must hold 6 values; got 5");
        assertThatThrownBy(() -> new Tensor("w", new int[] {-1}, new float[0]))
                .hasMessageContaining("at least 0; got [-1]");
    }

    private static String entry(String name, String type, String shape, String offsets) {
        return "{" + inner(name, type, shape, offsets) + "}";
    }

    private static String inner(String name, String type, String shape, String offsets) {
        return "\"" + name + "\":{\"dtype\":\"" + type + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
    }

    private Path write(String header, float... values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
        for (float value : values) {
            bytes.putFloat(value);
        }
        Path file = folder.resolve("made-by-hand");
        Files.write(file, bytes.array());
        return file;
    }
}
