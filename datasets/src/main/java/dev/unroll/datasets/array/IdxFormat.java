package dev.unroll.datasets.array;

import dev.unroll.dataset.DataException;
import dev.unroll.datasets.array.NumberArray.Content;
import dev.unroll.datasets.store.Spool;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The format of the MNIST files (LeCun, Cortes &amp; Burges): two zero bytes, a byte for the type, a byte for the
 * number of dimensions, their sizes in 4 bytes each, then the values; everything with the high byte first.
 */
final class IdxFormat {

    private IdxFormat() {
    }

    static Content read(String name, InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        try {
            int magic = in.readInt();
            int type = magic >>> 8;
            int dimensions = magic & 0xFF;
            Spool.Form form = switch (type) {
                case 0x08 -> Spool.Form.BYTE;
                case 0x09, 0x0B, 0x0C -> Spool.Form.INT;
                case 0x0D -> Spool.Form.FLOAT;
                case 0x0E -> Spool.Form.DOUBLE;
                default -> throw new DataException(name + " must be an IDX file of bytes, shorts, ints, floats or "
                        + "doubles; its type is 0x" + Integer.toHexString(type) + "; check the path");
            };
            long[] shape = new long[dimensions];
            for (int d = 0; d < dimensions; d++) {
                shape[d] = in.readInt() & 0xFFFFFFFFL;
            }
            if (dimensions == 0) {
                throw new DataException(name + " must be an IDX file of at least one dimension; it has none");
            }
            long count = NumberArray.count(name, shape);
            Spool values = new Spool(form);
            for (long i = 0; i < count; i++) {
                values.append(switch (type) {
                    case 0x08 -> in.readUnsignedByte();
                    case 0x09 -> in.readByte();
                    case 0x0B -> in.readShort();
                    case 0x0C -> in.readInt();
                    case 0x0D -> in.readFloat();
                    default -> in.readDouble();
                });
            }
            if (in.read() >= 0) {
                throw new DataException(name + " must end with its " + count + " values, dimensions "
                        + Arrays.toString(shape) + "; it goes on; copy or download it again");
            }
            return new Content(Arrays.stream(shape).mapToInt(size -> (int) size).toArray(), type < 0x0D, values);
        } catch (EOFException e) {
            if (e.getMessage() != null) {
                throw e;
            }
            throw new DataException(name + " must be a whole IDX file; it ends too early; copy or download it "
                    + "again", e);
        }
    }
}
