package dev.unroll.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads files back as the format's specification says, sharing no code with what writes them. */
class ParquetFileTest {

    @TempDir
    private Path temp;
    private ByteBuffer bytes;

    private Map<String, List<Object>> written(List<String> names, List<List<Object>> rows) throws IOException {
        Path file = temp.resolve("t.parquet");
        try (ParquetFile parquet = new ParquetFile(Files.newOutputStream(file))) {
            parquet.columns(names);
            rows.forEach(parquet::row);
        }
        bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        return columns();
    }

    @Test
    void valuesAndNullsComeBackAsTheyWere() throws IOException {
        List<List<Object>> rows = List.of(Arrays.asList("a ä", 1L, 0.1, null, 3L), Arrays.asList(null, -2L, null, null, 0.5),
                Arrays.asList("", Long.MAX_VALUE, Double.NEGATIVE_INFINITY, null, null));

        assertThat(written(List.of("text", "integer", "real", "nothing", "mixed"), rows)).isEqualTo(Map.of(
                "text", Arrays.asList("a ä", null, ""), "integer", List.of(1L, -2L, Long.MAX_VALUE),
                "real", Arrays.asList(0.1, null, Double.NEGATIVE_INFINITY), "nothing", Arrays.asList(null, null, null),
                "mixed", Arrays.asList(3.0, 0.5, null)));
    }

    @Test
    void manyRowsAreInSeveralGroupsAndNoneInNone() throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        List<Object> expected = new ArrayList<>();
        for (long i = 0; i < 120_001; i++) {
            Object value = i % 300 < 2 ? null : (Object) i;
            rows.add(Arrays.asList(value));
            expected.add(value);
        }
        assertThat(written(List.of("n"), rows)).isEqualTo(Map.of("n", expected));
        assertThat(written(List.of("n", "m"), List.of())).isEqualTo(Map.of("n", List.of(), "m", List.of()));
    }

    private Map<String, List<Object>> columns() {
        assertThat(text(0, 4)).isEqualTo("PAR1");
        assertThat(text(bytes.limit() - 4, 4)).isEqualTo("PAR1");
        bytes.position(bytes.limit() - 8 - bytes.getInt(bytes.limit() - 8));
        Map<Integer, Object> meta = struct();
        Map<String, List<Object>> columns = new LinkedHashMap<>();
        List<?> schema = (List<?>) meta.get(2);
        assertThat(field(schema.get(0), 5)).isEqualTo((long) schema.size() - 1);
        for (Object element : schema.subList(1, schema.size())) {
            columns.put((String) field(element, 4), new ArrayList<>());
            assertThat(field(element, 3)).as("optional").isEqualTo(1L);
        }
        for (Object group : (List<?>) meta.get(4)) {
            for (Object chunk : (List<?>) field(group, 1)) {
                Object content = field(chunk, 3);
                List<Object> column = columns.get(((List<?>) field(content, 3)).get(0));
                int before = column.size();
                long start = (Long) field(content, 9);
                bytes.position((int) start);
                page((int) (long) (Long) field(content, 1), column);
                assertThat(bytes.position() - start).isEqualTo(field(content, 7));
                assertThat(column.size() - before).isEqualTo((int) (long) (Long) field(group, 3));
            }
        }
        assertThat(columns.values()).allSatisfy(column -> assertThat((long) column.size()).isEqualTo(meta.get(3)));
        return columns;
    }

    private void page(int type, List<Object> column) {
        Map<Integer, Object> header = struct();
        int end = bytes.position() + (int) (long) (Long) header.get(3);
        int values = (int) (long) (Long) field(header.get(5), 1);
        int levels = bytes.getInt();
        int endOfLevels = bytes.position() + levels;
        List<Boolean> present = new ArrayList<>();
        while (bytes.position() < endOfLevels) {
            long run = varint();
            assertThat(run & 1).as("a run of one level").isZero();
            boolean level = bytes.get() == 1;
            for (long i = 0; i < run >> 1; i++) {
                present.add(level);
            }
        }
        assertThat(present).hasSize(values);
        for (boolean there : present) {
            column.add(there ? value(type) : null);
        }
        assertThat(bytes.position()).isEqualTo(end);
    }

    private Object value(int type) {
        return switch (type) {
            case 2 -> bytes.getLong();
            case 5 -> bytes.getDouble();
            case 6 -> take(bytes.getInt());
            default -> throw new IllegalStateException("type " + type);
        };
    }

    private static Object field(Object struct, int number) {
        return ((Map<?, ?>) struct).get(number);
    }

    /** Fields of a structure of Thrift's compact protocol, by number. */
    private Map<Integer, Object> struct() {
        Map<Integer, Object> fields = new LinkedHashMap<>();
        int number = 0;
        while (true) {
            int header = bytes.get() & 0xff;
            if (header == 0) {
                return fields;
            }
            number += header >> 4;
            fields.put(number, element(header & 0xf));
        }
    }

    private Object element(int type) {
        return switch (type) {
            case 5, 6 -> {
                long value = varint();
                yield value >>> 1 ^ -(value & 1);
            }
            case 8 -> take((int) varint());
            case 9 -> {
                int header = bytes.get() & 0xff;
                long size = header >> 4 == 15 ? varint() : header >> 4;
                List<Object> list = new ArrayList<>();
                for (long i = 0; i < size; i++) {
                    list.add(element(header & 0xf));
                }
                yield list;
            }
            case 12 -> struct();
            default -> throw new IllegalStateException("type " + type);
        };
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private String take(int count) {
        byte[] taken = new byte[count];
        bytes.get(taken);
        return new String(taken, StandardCharsets.UTF_8);
    }

    private String text(int from, int count) {
        return new String(bytes.array(), from, count, StandardCharsets.UTF_8);
    }
}
