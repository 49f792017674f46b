package dev.unroll.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes structures in Thrift's compact protocol, in which Parquet keeps its metadata: each field is the difference of its
 * number to the one before, its type, and its value; integers are zigzag varints; a zero byte ends a structure.
 */
final class ThriftWriter {

    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;
    private static final int LONG_LIST = 15;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Deque<Integer> outer = new ArrayDeque<>();
    private int last;

    ThriftWriter i32(int field, int value) {
        header(field, I32);
        return zigzag(value);
    }

    ThriftWriter i64(int field, long value) {
        header(field, I64);
        return zigzag(value);
    }

    ThriftWriter text(int field, String value) {
        header(field, BINARY);
        return textElement(value);
    }

    /** A field that is a structure; its fields follow, then {@link #end}. */
    ThriftWriter struct(int field) {
        header(field, STRUCT);
        return structElement();
    }

    /** A field that is a list of structures, each {@link #structElement} to {@link #end}. */
    ThriftWriter structs(int field, int size) {
        return list(field, size, STRUCT);
    }

    ThriftWriter i32s(int field, int... values) {
        list(field, values.length, I32);
        for (int value : values) {
            zigzag(value);
        }
        return this;
    }

    ThriftWriter texts(int field, String value) {
        return list(field, 1, BINARY).textElement(value);
    }

    ThriftWriter structElement() {
        outer.push(last);
        last = 0;
        return this;
    }

    /** Ends a structure. The outermost has no beginning, only an end. */
    ThriftWriter end() {
        out.write(0);
        last = outer.isEmpty() ? 0 : outer.pop();
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    private ThriftWriter list(int field, int size, int type) {
        header(field, LIST);
        if (size < LONG_LIST) {
            out.write(size << 4 | type);
        } else {
            out.write(LONG_LIST << 4 | type);
            varint(size);
        }
        return this;
    }

    // Numbers of fields rise, by less than 16.
    private void header(int field, int type) {
        out.write(field - last << 4 | type);
        last = field;
    }

    private ThriftWriter textElement(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        varint(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    private ThriftWriter zigzag(long value) {
        varint(value << 1 ^ value >> 63);
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
