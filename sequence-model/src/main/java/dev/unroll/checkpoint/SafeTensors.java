package dev.unroll.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads and writes the safetensors format: the header's length (8 bytes, little-endian), the header (JSON: type, shape
 * and place of every tensor), then the values, little-endian and row-major.
 *
 * <p>Equal content gives equal bytes: tensors in the order given, metadata sorted, every NaN the same NaN.
 */
public final class SafeTensors {

    private static final int LENGTH_BYTES = 8;
    /** The limit of the format's own library. */
    private static final long MAX_HEADER_BYTES = 100_000_000;
    private static final int BUFFER_BYTES = 1 << 16;

    private SafeTensors() {
    }

    /**
     * Writes in single precision. The file appears at once and whole, in place of an older one; its folder must exist.
     *
     * @throws IllegalArgumentException if names of tensors are not unique
     */
    public static void write(Path file, TensorFile content) throws IOException {
        write(file, content, true);
    }

    /**
     * The same without waiting for the disk, if {@code synced} is false: after a loss of power the file may have its name
     * and not its content. For what can be made again, and is checked before it is used.
     */
    public static void write(Path file, TensorFile content, boolean synced) throws IOException {
        byte[] header = SafeTensorsHeader.format(content);
        Path target = file.toAbsolutePath();
        Path partial = target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid()
                + ".partial");
        try {
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
                drain(buffer.putLong(header.length), channel);
                drain(ByteBuffer.wrap(header).position(header.length), channel);
                for (Tensor tensor : content.tensors()) {
                    writeValues(tensor.values(), buffer, channel);
                }
                // Otherwise a crash could leave the new name with no content.
                if (synced) {
                    channel.force(true);
                }
            }
            move(partial, target);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static void writeValues(float[] values, ByteBuffer buffer, FileChannel channel) throws IOException {
        buffer.clear();
        for (float value : values) {
            if (buffer.remaining() < Float.BYTES) {
                drain(buffer, channel);
            }
            // Not the raw bits: processors differ in the NaN they make.
            buffer.putInt(Float.floatToIntBits(value));
        }
        drain(buffer, channel);
    }

    private static void drain(ByteBuffer buffer, FileChannel channel) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * Reads tensors of single precision, of half precision (F16 and BF16), and of double precision, which is rounded to
     * the nearest single, to the even one of two; {@link TensorFile#rounded} names those that lost something by it.
     *
     * @throws CheckpointException if the file is not whole or not of this format
     */
    public static TensorFile read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(channel);
        } catch (CheckpointException e) {
            throw new CheckpointException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static TensorFile read(FileChannel channel) throws IOException {
        long fileLength = channel.size();
        if (fileLength < LENGTH_BYTES) {
            throw new CheckpointException("a safetensors file must be at least 8 bytes long; it has " + fileLength);
        }
        long headerLength = fill(ByteBuffer.allocate(LENGTH_BYTES), channel).getLong();
        if (headerLength < 0 || headerLength > Math.min(MAX_HEADER_BYTES, fileLength - LENGTH_BYTES)) {
            throw new CheckpointException("the header must fit into the file of " + fileLength + " bytes and into "
                    + MAX_HEADER_BYTES + "; its length is given as " + Long.toUnsignedString(headerLength)
                    + "; the file was cut off or is not of the safetensors format");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(fill(ByteBuffer.allocate((int) headerLength), channel))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CheckpointException("the header must be UTF-8; it is not", e);
        }
        SafeTensorsHeader header = SafeTensorsHeader.parse(text, fileLength - LENGTH_BYTES - headerLength);
        List<Tensor> tensors = new ArrayList<>();
        List<String> rounded = new ArrayList<>();
        for (SafeTensorsHeader.Entry entry : header.entries()) {
            float[] values = new float[entry.size()];
            if (!readValues(entry, values, channel)) {
                rounded.add(entry.name());
            }
            tensors.add(new Tensor(entry.name(), entry.shape(), values));
        }
        return new TensorFile(tensors, header.metadata(), rounded);
    }

    /** Whether every value was kept exactly. Tensors follow each other, so the channel already stands at this one. */
    private static boolean readValues(SafeTensorsHeader.Entry entry, float[] values,
            FileChannel channel) throws IOException {
        int bytes = entry.type().bytes;
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        boolean exact = true;
        for (int from = 0; from < values.length; from += BUFFER_BYTES / bytes) {
            int to = Math.min(values.length, from + BUFFER_BYTES / bytes);
            fill(buffer.clear().limit((to - from) * bytes), channel);
            for (int i = from; i < to; i++) {
                double value = entry.type().read(buffer);
                values[i] = (float) value;
                exact &= values[i] == value || Double.isNaN(value);
            }
        }
        return exact;
    }

    private static ByteBuffer fill(ByteBuffer buffer, FileChannel channel) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
        }
        return buffer.flip().order(ByteOrder.LITTLE_ENDIAN);
    }
}
