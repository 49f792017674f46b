package dev.unroll.tracking;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file of TensorBoard: a row of TFRecords, each a length (8 bytes), a checksum of it, the data and a checksum of the
 * data; all numbers little-endian. A checksum is a CRC-32C, rotated right by 15 bits, plus 0xa282ead8. Each record is
 * with the operating system when it was written, so that TensorBoard sees it at once.
 */
final class EventFile implements AutoCloseable {

    private static final int FRAME_BYTES = Long.BYTES + 2 * Integer.BYTES;
    private static final int MASK_DELTA = 0xa282ead8;

    private final FileChannel channel;

    /** @param file is made; must not exist */
    EventFile(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    void write(byte[] data) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(FRAME_BYTES + data.length).order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(data.length);
        record.putInt(masked(record.array(), 0, Long.BYTES));
        record.put(data);
        record.putInt(masked(data, 0, data.length));
        record.flip();
        while (record.hasRemaining()) {
            channel.write(record);
        }
    }

    private static int masked(byte[] bytes, int from, int count) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, count);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
