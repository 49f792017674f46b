package dev.unroll.datasets.store;

import dev.unroll.dataset.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers appended one after another and then read from any place, by any number of threads. The first 512 MB (or
 * {@code -Dunroll.spool.megabytes}) are kept in memory; beyond that all of it goes to a temporary file, which is
 * removed when the program ends, so that data larger than memory can be trained on.
 */
public final class Spool {

    /** How a number is kept. */
    public enum Form {
        /** Whole numbers from 0 to 255. */
        BYTE(1),
        INT(4),
        FLOAT(4),
        DOUBLE(8);

        private final int bytes;

        Form(int bytes) {
            this.bytes = bytes;
        }
    }

    private static final int BLOCK = 1 << 20;
    private static final long MEGABYTES = Long.getLong("unroll.spool.megabytes", 512);

    private final Form form;
    private final long most;
    private final List<byte[]> blocks = new ArrayList<>();
    private ByteBuffer last = ByteBuffer.allocate(0);
    private long written;
    private long inFile;
    private FileChannel file;

    public Spool(Form form) {
        this(form, MEGABYTES << 20);
    }

    /** @param most bytes that are kept in memory */
    Spool(Form form, long most) {
        this.form = form;
        this.most = most;
    }

    /** Numbers appended so far. */
    public long size() {
        return written / form.bytes;
    }

    /** Appends a number in the spool's form. */
    public void append(double value) {
        if (!last.hasRemaining()) {
            nextBlock();
        }
        switch (form) {
            case BYTE -> last.put((byte) (int) value);
            case INT -> last.putInt((int) value);
            case FLOAT -> last.putFloat((float) value);
            case DOUBLE -> last.putDouble(value);
        }
        written += form.bytes;
    }

    private void nextBlock() {
        if (file != null || written + BLOCK > most) {
            spill();
        }
        byte[] block = new byte[BLOCK];
        blocks.add(block);
        last = ByteBuffer.wrap(block);
    }

    private void spill() {
        try {
            if (file == null) {
                Path path = Files.createTempFile("unroll", ".spool");
                file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
            }
            for (byte[] block : blocks) {
                int length = (int) Math.min(BLOCK, written - inFile);
                ByteBuffer bytes = ByteBuffer.wrap(block, 0, length);
                while (bytes.hasRemaining()) {
                    inFile += file.write(bytes, inFile);
                }
            }
            blocks.clear();
        } catch (IOException e) {
            throw new DataException("data larger than " + (most >> 20) + " MB is kept in a temporary file; writing it "
                    + "failed with " + e + "; make room in " + System.getProperty("java.io.tmpdir"), e);
        }
    }

    /** Whether a part of it is in a temporary file. */
    boolean spilled() {
        return file != null;
    }

    /**
     * Reads n numbers.
     *
     * @param from the first
     * @param into overwritten from {@code at}
     */
    public void read(long from, int n, double[] into, int at) {
        for (int done = 0; done < n;) {
            ByteBuffer bytes = bytes(from + done, n - done);
            int count = bytes.remaining() / form.bytes;
            int start = at + done;
            switch (form) {
                case BYTE -> {
                    for (int i = 0; i < count; i++) {
                        into[start + i] = bytes.get() & 0xFF;
                    }
                }
                case INT -> {
                    for (int i = 0; i < count; i++) {
                        into[start + i] = bytes.getInt();
                    }
                }
                case FLOAT -> {
                    for (int i = 0; i < count; i++) {
                        into[start + i] = bytes.getFloat();
                    }
                }
                case DOUBLE -> bytes.asDoubleBuffer().get(into, start, count);
            }
            done += count;
        }
    }

    /** Reads n whole numbers; see {@link #read(long, int, double[], int)}. */
    public void read(long from, int n, int[] into, int at) {
        for (int done = 0; done < n;) {
            ByteBuffer bytes = bytes(from + done, n - done);
            int count = bytes.remaining() / form.bytes;
            for (int i = 0; i < count; i++) {
                into[at + done + i] = form == Form.BYTE ? bytes.get() & 0xFF : bytes.getInt();
            }
            done += count;
        }
    }

    /**
     * Reads n bytes as the numbers that stand for them; see {@link #read(long, int, double[], int)}.
     *
     * @param table {@code [256]}, what each byte stands for
     */
    public void read(long from, int n, float[] table, float[] into, int at) {
        if (form != Form.BYTE) {
            throw new IllegalStateException("only bytes may be looked up in a table; these are of form " + form);
        }
        for (int done = 0; done < n;) {
            ByteBuffer bytes = bytes(from + done, n - done);
            byte[] block = bytes.array();
            int start = bytes.position();
            int count = bytes.remaining();
            for (int i = 0; i < count; i++) {
                into[at + done + i] = table[block[start + i] & 0xFF];
            }
            done += count;
        }
    }

    /** Some of the n numbers from there on: those that lie together. */
    private ByteBuffer bytes(long from, int n) {
        long start = from * form.bytes;
        long length = Math.min((long) n * form.bytes, BLOCK);
        if (start < 0 || start + length > written) {
            throw new IndexOutOfBoundsException("from " + from + " there must be " + n + " numbers; there are "
                    + size());
        }
        if (start < inFile) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(length, inFile - start));
            try {
                while (bytes.hasRemaining()) {
                    file.read(bytes, start + bytes.position());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.flip();
        }
        int block = (int) ((start - inFile) / BLOCK);
        int offset = (int) ((start - inFile) % BLOCK);
        return ByteBuffer.wrap(blocks.get(block), offset, (int) Math.min(length, BLOCK - offset));
    }
}
