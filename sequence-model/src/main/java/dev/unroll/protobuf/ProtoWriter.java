package dev.unroll.protobuf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes a message of Protocol Buffers field by field: a key (number and wire type), then the value. The bytes are
 * those of the calls in their order, and of nothing else.
 */
public final class ProtoWriter {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public ProtoWriter integer(int field, long value) {
        key(field, VARINT);
        varint(value);
        return this;
    }

    public ProtoWriter real(int field, double value) {
        key(field, FIXED64);
        out.writeBytes(little(Double.BYTES).putDouble(value).array());
        return this;
    }

    public ProtoWriter real(int field, float value) {
        key(field, FIXED32);
        out.writeBytes(little(Float.BYTES).putFloat(value).array());
        return this;
    }

    public ProtoWriter text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    public ProtoWriter message(int field, ProtoWriter message) {
        return bytes(field, message.toBytes());
    }

    /** A packed repeated field of 64-bit numbers. */
    public ProtoWriter reals(int field, double[] values, int count) {
        ByteBuffer packed = little(Double.BYTES * count);
        for (int i = 0; i < count; i++) {
            packed.putDouble(values[i]);
        }
        return bytes(field, packed.array());
    }

    /** A packed repeated field of 32-bit numbers. */
    public ProtoWriter reals(int field, float... values) {
        ByteBuffer packed = little(Float.BYTES * values.length);
        for (float value : values) {
            packed.putFloat(value);
        }
        return bytes(field, packed.array());
    }

    /** A packed repeated field. */
    public ProtoWriter integers(int field, long... values) {
        ProtoWriter packed = new ProtoWriter();
        for (long value : values) {
            packed.varint(value);
        }
        return bytes(field, packed.toBytes());
    }

    /** The fields of another message of the same type. */
    public ProtoWriter append(ProtoWriter fields) {
        out.writeBytes(fields.toBytes());
        return this;
    }

    public byte[] toBytes() {
        return out.toByteArray();
    }

    public ProtoWriter bytes(int field, byte[] value) {
        key(field, LENGTH_DELIMITED);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    private void key(int field, int wireType) {
        varint((long) field << 3 | wireType);
    }

    /** Seven bits a byte, the lowest first; the highest bit of a byte says that more follow. */
    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
