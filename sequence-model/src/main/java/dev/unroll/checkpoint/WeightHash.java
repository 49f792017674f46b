package dev.unroll.checkpoint;

import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** One line of text that tells whether two models have the same weights, bit for bit. */
public final class WeightHash {

    private static final int BUFFER_BYTES = 1 << 16;

    private WeightHash() {
    }

    /** The hash of a model that has these weights, in the order of its parameters. */
    public static String of(TensorFile weights) {
        List<Parameter> parameters = new ArrayList<>();
        for (Tensor tensor : weights.tensors()) {
            Parameter parameter = new Parameter(tensor.name(), tensor.shape());
            System.arraycopy(tensor.values(), 0, parameter.value(), 0, tensor.values().length);
            parameters.add(parameter);
        }
        return of(new Parameters(parameters));
    }

    /**
     * SHA-256 in hexadecimal. For each parameter, in order: the length of its name in UTF-8, the name, the number of
     * its dimensions, the dimensions, the values; numbers are 4 bytes, little-endian, and every NaN is the same NaN,
     * since processors differ in the one they make.
     */
    public static String of(Parameters parameters) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (Parameter parameter : parameters) {
            byte[] name = parameter.name().getBytes(StandardCharsets.UTF_8);
            add(name.length, buffer, digest);
            flush(buffer, digest);
            digest.update(name);
            int[] shape = parameter.shape();
            add(shape.length, buffer, digest);
            for (int dimension : shape) {
                add(dimension, buffer, digest);
            }
            for (float value : parameter.value()) {
                add(Float.floatToIntBits(value), buffer, digest);
            }
        }
        flush(buffer, digest);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(int number, ByteBuffer buffer, MessageDigest digest) {
        if (buffer.remaining() < Integer.BYTES) {
            flush(buffer, digest);
        }
        buffer.putInt(number);
    }

    private static void flush(ByteBuffer buffer, MessageDigest digest) {
        digest.update(buffer.flip());
        buffer.clear();
    }
}
