package dev.unroll.datasets.audio;

import dev.unroll.dataset.DataException;
import dev.unroll.datasets.file.DataFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A sound in RIFF/WAVE: whole numbers of 8, 16, 24 or 32 bits, or floating-point numbers of 32, at any sampling rate;
 * several channels are averaged.
 *
 * @param sampleRate in Hz
 * @param samples    from -1 to 1
 */
public record WavFile(int sampleRate, float[] samples) {

    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int EXTENSIBLE = 0xFFFE;
    private static final int BLOCK = 1 << 14;

    /** How samples are written. */
    private record Format(int code, int channels, int sampleRate, int bits) {
    }

    /** @throws DataException if the file is no such sound */
    public static WavFile read(DataFile file) {
        return file.read(in -> read(file.name(), in));
    }

    private static WavFile read(String name, InputStream in) throws IOException {
        byte[] riff = in.readNBytes(12);
        if (riff.length < 12 || !word(riff, 0).equals("RIFF") || !word(riff, 8).equals("WAVE")) {
            throw new DataException(name + " must be a WAV file; it does not begin like one; convert it to 16-bit PCM");
        }
        Format format = null;
        while (true) {
            byte[] head = in.readNBytes(8);
            if (head.length < 8) {
                throw new DataException(name + " must hold a data chunk" + (format == null ? " and a format" : "")
                        + "; it ends without one; copy or convert it again");
            }
            long size = ByteBuffer.wrap(head, 4, 4).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xFFFFFFFFL;
            if (word(head, 0).equals("fmt ")) {
                format = format(name, in.readNBytes((int) Math.min(size, 64)));
                in.skipNBytes(Math.max(0, size - 64) + size % 2);
            } else if (word(head, 0).equals("data")) {
                if (format == null) {
                    throw new DataException(name + " must say its format before its data; it does not; convert it "
                            + "again");
                }
                return new WavFile(format.sampleRate(), samples(name, in, size, format));
            } else {
                in.skipNBytes(size + size % 2);
            }
        }
    }

    private static String word(byte[] bytes, int at) {
        return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
    }

    private static Format format(String name, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < 16) {
            throw new DataException(name + " must have a format of at least 16 bytes; it has " + bytes.length
                    + "; convert it again");
        }
        int code = in.getShort(0) & 0xFFFF;
        if (code == EXTENSIBLE && bytes.length >= 26) {
            code = in.getShort(24) & 0xFFFF;
        }
        Format format = new Format(code, in.getShort(2) & 0xFFFF, in.getInt(4), in.getShort(14) & 0xFFFF);
        boolean known = code == PCM && Arrays.asList(8, 16, 24, 32).contains(format.bits())
                || code == FLOAT && format.bits() == 32;
        if (!known || format.channels() < 1 || format.channels() > 64 || format.sampleRate() < 1_000
                || format.sampleRate() > 1_000_000) {
            throw new DataException(name + " must be PCM of 8, 16, 24 or 32 bits or floats of 32, with 1 to 64 "
                    + "channels at 1000 to 1000000 Hz; got code " + code + ", " + format.bits() + " bits, "
                    + format.channels() + " channels at " + format.sampleRate() + " Hz; convert it to 16-bit PCM");
        }
        return format;
    }

    private static float[] samples(String name, InputStream in, long size, Format format) throws IOException {
        int width = format.bits() / 8;
        int frame = width * format.channels();
        float[] samples = new float[BLOCK];
        int count = 0;
        byte[] block = new byte[BLOCK * frame];
        long left = size / frame;
        while (left > 0) {
            int wanted = (int) Math.min(left, BLOCK) * frame;
            int read = in.readNBytes(block, 0, wanted);
            if (read < wanted && size != 0xFFFFFFFFL) {
                throw new DataException(name + " must hold the " + size + " bytes of data that it announces; it ends "
                        + "too early; copy it again");
            }
            ByteBuffer buffer = ByteBuffer.wrap(block, 0, read - read % frame).order(ByteOrder.LITTLE_ENDIAN);
            while (buffer.hasRemaining()) {
                double sum = 0;
                for (int c = 0; c < format.channels(); c++) {
                    sum += sample(buffer, format, width);
                }
                samples = count == samples.length ? Arrays.copyOf(samples, 2 * count) : samples;
                samples[count++] = (float) (sum / format.channels());
            }
            left -= read / frame;
            if (read < wanted) {
                break;
            }
        }
        if (count == 0) {
            throw new DataException(name + " must hold at least one sample; it holds none; remove it");
        }
        return Arrays.copyOf(samples, count);
    }

    private static double sample(ByteBuffer buffer, Format format, int width) {
        return switch (width) {
            case 1 -> ((buffer.get() & 0xFF) - 128) / 128.0;
            case 2 -> buffer.getShort() / 32_768.0;
            case 3 -> ((buffer.get() & 0xFF) | (buffer.get() & 0xFF) << 8 | buffer.get() << 16) / 8_388_608.0;
            default -> format.code() == FLOAT ? finite(buffer.getFloat()) : buffer.getInt() / 2_147_483_648.0;
        };
    }

    private static double finite(float value) {
        return Float.isFinite(value) ? value : 0;
    }
}
