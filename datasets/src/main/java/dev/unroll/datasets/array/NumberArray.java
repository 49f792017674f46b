package dev.unroll.datasets.array;

import dev.unroll.dataset.DataException;
import dev.unroll.datasets.Fingerprint;
import dev.unroll.datasets.file.DataFile;
import dev.unroll.datasets.store.Spool;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Numbers in some dimensions, the last running fastest.
 *
 * @param source what messages call the file
 * @param sha256 of the file's bytes
 * @param shape  the dimensions, each at least 1
 * @param whole  whether the file holds whole numbers
 * @param values in order
 */
public record NumberArray(String source, String sha256, int[] shape, boolean whole, Spool values) {

    private static final int MAGIC_BYTES = 8;

    /** An array without its file's hash, which is known only once the file is read. */
    record Content(int[] shape, boolean whole, Spool values) {
    }

    /**
     * The array in a file, IDX or NumPy's .npy, whichever it is, or in a .npz.
     *
     * @param member of a .npz, without {@code .npy}
     * @throws DataException if the file holds no such array
     */
    public static NumberArray read(DataFile file, String member) {
        if (file.plainName().endsWith(".npz")) {
            return member(file, member);
        }
        Content content = file.read(in -> content(file.name(), new BufferedInputStream(in)));
        return new NumberArray(file.name(), file.sha256(), content.shape(), content.whole(), content.values());
    }

    /** The names of the arrays in a .npz, without {@code .npy}, in order. */
    public static List<String> members(DataFile file) {
        return file.read(in -> {
            List<String> members = new ArrayList<>();
            ZipInputStream zip = new ZipInputStream(in);
            try {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    if (entry.getName().endsWith(".npy")) {
                        members.add(entry.getName().substring(0, entry.getName().length() - 4));
                    }
                }
            } catch (ZipException | IllegalArgumentException e) {
                throw notUnpacked(file, e);
            }
            return members;
        });
    }

    private static DataException notUnpacked(DataFile file, Exception e) {
        return new DataException(file.name() + " must be a .npz file, which is a zip archive; unpacking it failed with "
                + e.getMessage() + "; save it again with numpy.savez", e);
    }

    private static Content content(String name, BufferedInputStream in) throws IOException {
        in.mark(MAGIC_BYTES);
        int first = in.read();
        in.reset();
        if (first == 0x93) {
            return NpyFormat.read(name, in);
        } else if (first == 0) {
            return IdxFormat.read(name, in);
        }
        throw new DataException(name + " must be an IDX file or a .npy file; it begins like neither; check the path, "
                + "or whether it is compressed without its name ending in .gz");
    }

    private static NumberArray member(DataFile file, String member) {
        List<String> members = new ArrayList<>();
        Content found = file.read(in -> {
            ZipInputStream zip = new ZipInputStream(in);
            try {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    if (entry.getName().equals(member + ".npy")) {
                        return NpyFormat.read(file.name() + ", " + entry.getName(), zip);
                    }
                    members.add(entry.getName().replaceAll("\\.npy$", ""));
                }
            } catch (ZipException | IllegalArgumentException e) {
                throw notUnpacked(file, e);
            }
            return null;
        });
        if (found == null) {
            throw new DataException(file.name() + " must hold an array named " + member + "; it holds "
                    + (members.isEmpty() ? "none" : String.join(", ", members)) + "; name one of these");
        }
        return new NumberArray(file.name() + ", " + member, file.sha256(), found.shape(), found.whole(),
                found.values());
    }

    /** Reads as many bytes as there are, up to the length of the buffer. */
    static int fill(InputStream in, byte[] buffer) throws IOException {
        return in.readNBytes(buffer, 0, buffer.length);
    }

    /** The number of values of these dimensions, refused if they are none or more than a file can hold. */
    static long count(String name, long[] shape) {
        long count = 1;
        for (long size : shape) {
            if (size < 1 || size > Integer.MAX_VALUE || count > (1L << 50) / size) {
                throw new DataException(name + " must have dimensions of at least 1 and at most 2147483647; got "
                        + Arrays.toString(shape) + "; check how it was written");
            }
            count *= size;
        }
        return count;
    }

    /** Numbers per entry of the first dimension. */
    public int perEntry() {
        return (int) (values.size() / shape[0]);
    }

    /** All values, of which there must be few. */
    public double[] all() {
        if (values.size() > Integer.MAX_VALUE - 8) {
            throw new DataException(source + " must hold few enough labels for memory; got " + values.size());
        }
        double[] all = new double[(int) values.size()];
        values.read(0, all.length, all, 0);
        return all;
    }

    /** A hash of two files' hashes. */
    public static String fingerprint(NumberArray a, NumberArray b) {
        return Fingerprint.of(a.sha256 + " " + b.sha256);
    }
}
