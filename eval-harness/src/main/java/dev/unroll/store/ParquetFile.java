package dev.unroll.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the rows of a query as a Parquet file, from the format's published specification: columns of INT64, DOUBLE and
 * UTF-8 text that may be null, one plain page for each in each group of rows, not compressed.
 *
 * <p>SQLite's values have types, its columns need not: a column is of integers if all its values in the first group are,
 * of doubles if some are, else of text.
 */
public final class ParquetFile implements Query.Reader, AutoCloseable {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int ROWS_PER_GROUP = 50_000;
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int OPTIONAL = 1;

    private final OutputStream out;
    private long position;
    private long rows;
    private List<String> names;
    private List<List<Object>> group = new ArrayList<>();
    private Type[] types;
    private final List<RowGroup> groups = new ArrayList<>();

    private enum Type {
        INT64(2), DOUBLE(5), BYTE_ARRAY(6);

        private final int code;

        Type(int code) {
            this.code = code;
        }
    }

    private record Chunk(long offset, int bytes) {
    }

    private record RowGroup(List<Chunk> chunks, int rows) {
    }

    /** @param out closed by {@link #close} */
    public ParquetFile(OutputStream out) throws IOException {
        this.out = out;
        write(MAGIC);
    }

    @Override
    public void columns(List<String> columns) {
        names = List.copyOf(columns);
    }

    @Override
    public void row(List<Object> values) {
        group.add(values);
        if (group.size() == ROWS_PER_GROUP) {
            try {
                flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void flush() throws IOException {
        if (types == null) {
            types = new Type[names.size()];
            for (int column = 0; column < types.length; column++) {
                types[column] = type(column);
            }
        }
        if (group.isEmpty()) {
            return;
        }
        List<Chunk> chunks = new ArrayList<>();
        for (int column = 0; column < types.length; column++) {
            chunks.add(chunk(column));
        }
        groups.add(new RowGroup(chunks, group.size()));
        rows += group.size();
        group = new ArrayList<>();
    }

    private Type type(int column) {
        boolean integers = false;
        boolean reals = false;
        for (List<Object> row : group) {
            Object value = row.get(column);
            integers |= value instanceof Long;
            reals |= value instanceof Double;
            if (value instanceof String || value instanceof byte[]) {
                return Type.BYTE_ARRAY;
            }
        }
        if (reals) {
            return Type.DOUBLE;
        }
        return integers ? Type.INT64 : Type.BYTE_ARRAY;
    }

    private Chunk chunk(int column) throws IOException {
        ByteArrayOutputStream levels = new ByteArrayOutputStream();
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        for (int from = 0; from < group.size();) {
            boolean present = group.get(from).get(column) != null;
            int to = from;
            while (to < group.size() && (group.get(to).get(column) != null) == present) {
                if (present) {
                    value(group.get(to).get(column), types[column], values);
                }
                to++;
            }
            run(to - from, present, levels);
            from = to;
        }
        int bytes = Integer.BYTES + levels.size() + values.size();
        byte[] header = new ThriftWriter().i32(1, 0).i32(2, bytes).i32(3, bytes).struct(5).i32(1, group.size())
                .i32(2, PLAIN).i32(3, RLE).i32(4, RLE).end().end().toBytes();
        long offset = position;
        write(header);
        write(little(Integer.BYTES).putInt(levels.size()).array());
        write(levels.toByteArray());
        write(values.toByteArray());
        return new Chunk(offset, header.length + bytes);
    }

    /** So many times the same level, 1 where there is a value. */
    private static void run(int count, boolean present, ByteArrayOutputStream levels) {
        int rest = count << 1;
        while ((rest & ~0x7f) != 0) {
            levels.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        levels.write(rest);
        levels.write(present ? 1 : 0);
    }

    private static void value(Object value, Type type, ByteArrayOutputStream out) {
        switch (type) {
            case INT64 -> out.writeBytes(little(Long.BYTES).putLong(((Number) value).longValue()).array());
            case DOUBLE -> out.writeBytes(little(Double.BYTES).putDouble(((Number) value).doubleValue()).array());
            case BYTE_ARRAY -> {
                byte[] bytes = value instanceof byte[] raw ? raw : value.toString().getBytes(StandardCharsets.UTF_8);
                out.writeBytes(little(Integer.BYTES).putInt(bytes.length).array());
                out.writeBytes(bytes);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (out) {
            flush();
            byte[] footer = footer();
            write(footer);
            write(little(Integer.BYTES).putInt(footer.length).array());
            write(MAGIC);
        }
    }

    private byte[] footer() {
        ThriftWriter meta = new ThriftWriter().i32(1, 1).structs(2, 1 + types.length);
        meta.structElement().text(4, "schema").i32(5, types.length).end();
        for (int column = 0; column < types.length; column++) {
            meta.structElement().i32(1, types[column].code).i32(3, OPTIONAL).text(4, names.get(column));
            if (types[column] == Type.BYTE_ARRAY) {
                // Text, in the words of the format's first version and of its second.
                meta.i32(6, 0).struct(10).struct(1).end().end();
            }
            meta.end();
        }
        meta.i64(3, rows).structs(4, groups.size());
        for (RowGroup written : groups) {
            long total = written.chunks().stream().mapToLong(Chunk::bytes).sum();
            meta.structElement().structs(1, types.length);
            for (int column = 0; column < types.length; column++) {
                Chunk chunk = written.chunks().get(column);
                meta.structElement().i64(2, chunk.offset()).struct(3).i32(1, types[column].code)
                        .i32s(2, PLAIN, RLE).texts(3, names.get(column)).i32(4, 0).i64(5, written.rows())
                        .i64(6, chunk.bytes()).i64(7, chunk.bytes()).i64(9, chunk.offset()).end().end();
            }
            meta.i64(2, total).i64(3, written.rows()).end();
        }
        return meta.text(6, "unroll").end().toBytes();
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
