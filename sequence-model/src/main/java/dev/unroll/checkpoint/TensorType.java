package dev.unroll.checkpoint;

import java.nio.ByteBuffer;

/** Types of number that can be read, under their names in a safetensors header. All but F64 fit single precision. */
enum TensorType {

    /** Single precision. */
    F32(4) {
        @Override
        double read(ByteBuffer buffer) {
            return buffer.getFloat();
        }
    },

    /** Double precision. */
    F64(8) {
        @Override
        double read(ByteBuffer buffer) {
            return buffer.getDouble();
        }
    },

    /** IEEE 754 half precision: a sign, 5 bits of exponent, 10 of fraction. */
    F16(2) {
        @Override
        double read(ByteBuffer buffer) {
            int bits = buffer.getShort();
            int exponent = bits >> 10 & 0x1F;
            int fraction = bits & 0x3FF;
            double size = switch (exponent) {
                case 0 -> fraction * 0x1p-24;
                case 0x1F -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
                default -> Math.scalb((double) (fraction + 0x400), exponent - 25);
            };
            return bits < 0 ? -size : size;
        }
    },

    /** The upper half of single precision. */
    BF16(2) {
        @Override
        double read(ByteBuffer buffer) {
            return Float.intBitsToFloat(buffer.getShort() << 16);
        }
    };

    final int bytes;

    TensorType(int bytes) {
        this.bytes = bytes;
    }

    /** The next number, of a buffer in little-endian order. */
    abstract double read(ByteBuffer buffer);
}
