package dev.unroll.tracking;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads event files as TensorFlow's documents describe them (tfrecord format; event.proto, summary.proto), sharing no code
 * with what writes them: even the checksum is computed bit by bit.
 */
final class EventReader {

    private static final int REVERSED_CASTAGNOLI = 0x82f63b78;

    private EventReader() {
    }

    /**
     * @param version  of the file, in its first event; else {@code null}
     * @param session  status of a session log; else 0
     * @param scalars  by tag
     * @param histograms by tag: min, max, num, sum, sum of squares; then limits; then counts
     */
    record Event(double wallTime, long step, String version, int session, Map<String, Float> scalars,
            Map<String, List<double[]>> histograms) {
    }

    static List<Event> read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Event> events = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] length = take(bytes, 8);
            require(bytes.getInt() == masked(length), "checksum of the length");
            byte[] data = take(bytes, (int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong());
            require(bytes.getInt() == masked(data), "checksum of the data");
            events.add(event(data));
        }
        return events;
    }

    private static int masked(byte[] bytes) {
        int crc = ~0;
        for (byte b : bytes) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ REVERSED_CASTAGNOLI;
            }
        }
        crc = ~crc;
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    private record Field(int number, long integer, byte[] bytes) {
        double real() {
            return Double.longBitsToDouble(integer);
        }

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        double[] reals() {
            ByteBuffer packed = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            double[] values = new double[bytes.length / 8];
            packed.asDoubleBuffer().get(values);
            return values;
        }
    }

    private static List<Field> fields(byte[] message) {
        ByteBuffer bytes = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        List<Field> fields = new ArrayList<>();
        while (bytes.hasRemaining()) {
            long key = varint(bytes);
            int number = (int) (key >>> 3);
            switch ((int) (key & 7)) {
                case 0 -> fields.add(new Field(number, varint(bytes), null));
                case 1 -> fields.add(new Field(number, bytes.getLong(), null));
                case 2 -> fields.add(new Field(number, 0, take(bytes, (int) varint(bytes))));
                case 5 -> fields.add(new Field(number, bytes.getInt(), null));
                default -> throw new IllegalStateException("wire type " + (key & 7));
            }
        }
        return fields;
    }

    private static long varint(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static Event event(byte[] data) {
        double wallTime = 0;
        long step = 0;
        String version = null;
        int session = 0;
        Map<String, Float> scalars = new LinkedHashMap<>();
        Map<String, List<double[]>> histograms = new LinkedHashMap<>();
        for (Field field : fields(data)) {
            switch (field.number()) {
                case 1 -> wallTime = field.real();
                case 2 -> step = field.integer();
                case 3 -> version = field.text();
                case 5 -> fields(field.bytes()).forEach(value -> value(fields(value.bytes()), scalars, histograms));
                case 7 -> session = (int) fields(field.bytes()).get(0).integer();
                default -> throw new IllegalStateException("field " + field.number());
            }
        }
        return new Event(wallTime, step, version, session, scalars, histograms);
    }

    private static void value(List<Field> fields, Map<String, Float> scalars, Map<String, List<double[]>> histograms) {
        String tag = fields.get(0).text();
        Field content = fields.get(1);
        if (content.number() == 2) {
            scalars.put(tag, Float.intBitsToFloat((int) content.integer()));
            return;
        }
        List<Field> histogram = fields(content.bytes());
        double[] moments = new double[5];
        for (int i = 0; i < 5; i++) {
            require(histogram.get(i).number() == i + 1, "order of fields");
            moments[i] = histogram.get(i).real();
        }
        histograms.put(tag, List.of(moments, histogram.get(5).reals(), histogram.get(6).reals()));
    }

    private static byte[] take(ByteBuffer bytes, int count) {
        byte[] taken = new byte[count];
        bytes.get(taken);
        return taken;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("wrong " + what);
        }
    }
}
