package dev.unroll.datasets.array;

import dev.unroll.dataset.DataException;
import dev.unroll.datasets.array.NumberArray.Content;
import dev.unroll.datasets.store.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's format .npy, versions 1 to 3: a magic word, the length of the header, a header that is a Python dictionary of
 * {@code descr}, {@code fortran_order} and {@code shape}, then the values. Read are booleans, whole numbers of 1 to 8
 * bytes, and floating-point numbers of 4 and 8, in either order of bytes.
 */
final class NpyFormat {

    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([a-zA-Z])(\\d+)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile(
            "'shape'\\s*:\\s*\\(\\s*(\\d+\\s*(?:,\\s*\\d+\\s*)*,?)\\s*\\)");
    private static final String TYPES = "b1 i1 u1 i2 u2 i4 u4 i8 u8 f4 f8";
    private static final int LONGEST_HEADER = 1 << 16;
    private static final int BLOCK = 1 << 13;

    private NpyFormat() {
    }

    static Content read(String name, InputStream in) throws IOException {
        byte[] magic = new byte[8];
        if (NumberArray.fill(in, magic) < 8 || !new String(magic, 1, 5, StandardCharsets.ISO_8859_1).equals("NUMPY")) {
            throw new DataException(name + " must be a .npy file; it does not begin like one; save it with numpy.save");
        }
        byte[] size = new byte[magic[6] == 1 ? 2 : 4];
        int read = NumberArray.fill(in, size);
        long length = 0;
        for (int i = size.length - 1; i >= 0; i--) {
            length = length << 8 | (size[i] & 0xFF);
        }
        if (read < size.length || length > LONGEST_HEADER) {
            throw new DataException(name + " must be a whole .npy file with a header of at most " + LONGEST_HEADER
                    + " bytes; its header is cut or longer; save it again with numpy.save");
        }
        byte[] header = new byte[(int) length];
        if (NumberArray.fill(in, header) < header.length) {
            throw cut(name);
        }
        return values(name, new String(header, StandardCharsets.UTF_8), in);
    }

    private static Content values(String name, String header, InputStream in) throws IOException {
        Matcher descr = DESCR.matcher(header);
        Matcher order = ORDER.matcher(header);
        Matcher dimensions = SHAPE.matcher(header);
        if (!descr.find() || !Arrays.asList(TYPES.split(" ")).contains(descr.group(2) + descr.group(3))) {
            throw new DataException(name + " must hold numbers of type " + TYPES.replace(" ", ", ")
                    + "; its header says " + header.strip() + "; convert it with astype");
        }
        if (!order.find() || order.group(1).equals("True")) {
            throw new DataException(name + " must be in C order; its header says " + header.strip()
                    + "; convert it with numpy.ascontiguousarray");
        }
        if (!dimensions.find() || dimensions.group(1).isBlank()) {
            throw new DataException(name + " must have at least one dimension; its header says " + header.strip()
                    + "; save an array, not a single number");
        }
        long[] shape = Arrays.stream(dimensions.group(1).split(",")).map(String::strip).filter(s -> !s.isEmpty())
                .mapToLong(s -> s.length() > 10 ? Long.MAX_VALUE : Long.parseLong(s)).toArray();
        long count = NumberArray.count(name, shape);
        char kind = descr.group(2).charAt(0);
        int bytes = Integer.parseInt(descr.group(3));
        boolean floating = kind == 'f';
        Spool values = new Spool(kind != 'i' && bytes == 1 ? Spool.Form.BYTE : kind == 'i' && bytes <= 4
                || bytes == 2 ? Spool.Form.INT : floating && bytes == 4 ? Spool.Form.FLOAT : Spool.Form.DOUBLE);
        ByteOrder byteOrder = descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        byte[] block = new byte[BLOCK];
        for (long left = count; left > 0;) {
            int wanted = (int) Math.min(left, BLOCK / bytes) * bytes;
            if (in.readNBytes(block, 0, wanted) < wanted) {
                throw cut(name);
            }
            ByteBuffer buffer = ByteBuffer.wrap(block, 0, wanted).order(byteOrder);
            while (buffer.hasRemaining()) {
                values.append(number(buffer, kind, bytes));
                left--;
            }
        }
        return new Content(Arrays.stream(shape).mapToInt(s -> (int) s).toArray(), !floating, values);
    }

    private static double number(ByteBuffer buffer, char kind, int bytes) {
        return switch (bytes) {
            case 1 -> kind == 'i' ? buffer.get() : buffer.get() & 0xFF;
            case 2 -> kind == 'i' ? buffer.getShort() : buffer.getShort() & 0xFFFF;
            case 4 -> kind == 'f' ? buffer.getFloat() : kind == 'i' ? buffer.getInt() : buffer.getInt() & 0xFFFFFFFFL;
            default -> kind == 'f' ? buffer.getDouble() : buffer.getLong();
        };
    }

    private static DataException cut(String name) {
        return new DataException(name + " must be a whole .npy file; it ends too early; copy it or save it again");
    }
}
