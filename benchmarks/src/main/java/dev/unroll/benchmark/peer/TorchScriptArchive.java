package dev.unroll.benchmark.peer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript module as PyTorch saves it: one class with tensors and a method {@code forward}, written from its text
 * and the values of its tensors.
 *
 * <p>The archive is a zip without compression: {@code code/__torch__.py} (the text), {@code data.pkl} (a pickle of the
 * object, protocol 2, whose tensors point to storages), {@code data/N} (the values, little-endian, at a multiple of 64
 * bytes), {@code constants.pkl} and {@code version}.
 */
final class TorchScriptArchive {

    private static final int ALIGNMENT = 64;

    /** @param shape sizes of the dimensions */
    private record Tensor(float[] values, boolean trained, int... shape) {
    }

    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    /** Adds a tensor that training changes. */
    TorchScriptArchive parameter(String name, float[] values, int... shape) {
        tensors.put(name, new Tensor(values, true, shape));
        return this;
    }

    /** Adds a tensor that stays. */
    TorchScriptArchive constant(String name, float[] values, int... shape) {
        tensors.put(name, new Tensor(values, false, shape));
        return this;
    }

    /**
     * The bytes of the archive.
     *
     * @param forward the method in TorchScript's own form, from {@code def} on, indented by two
     */
    byte[] bytes(String forward) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                zip.setMethod(ZipOutputStream.STORED);
                store(zip, bytes, "data.pkl", pickle());
                store(zip, bytes, "code/__torch__.py", code(forward).getBytes(StandardCharsets.US_ASCII));
                int index = 0;
                for (Tensor tensor : tensors.values()) {
                    store(zip, bytes, "data/" + index++, littleEndian(tensor.values()));
                }
                store(zip, bytes, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
                store(zip, bytes, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void store(ZipOutputStream zip, ByteArrayOutputStream bytes, String name, byte[] content)
            throws IOException {
        ZipEntry entry = new ZipEntry("model/" + name);
        entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        zip.flush();
        // Extra data, with a head of 4 bytes, moves the content to where it must begin.
        int at = bytes.size() + 30 + entry.getName().length() + 4;
        ByteBuffer extra = ByteBuffer.allocate(4 + Math.floorMod(-at, ALIGNMENT)).order(ByteOrder.LITTLE_ENDIAN);
        extra.putShort((short) 0x4246).putShort((short) (extra.capacity() - 4));
        entry.setExtra(extra.array());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] littleEndian(float[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    private String code(String forward) {
        List<String> parameters = new ArrayList<>();
        List<String> buffers = new ArrayList<>();
        StringBuilder fields = new StringBuilder();
        tensors.forEach((name, tensor) -> {
            (tensor.trained() ? parameters : buffers).add("\"" + name + "\", ");
            fields.append("  ").append(name).append(" : Tensor\n");
        });
        return "class Net(Module):\n"
                + "  __parameters__ = [" + String.join("", parameters) + "]\n"
                + "  __buffers__ = [" + String.join("", buffers) + "]\n"
                + fields
                + "  training : bool\n"
                + forward;
    }

    private byte[] pickle() {
        Pickle pickle = new Pickle();
        pickle.global("__torch__", "Net").op(")").op("\u0081").op("}").op("(");
        int index = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            pickle.text(entry.getKey());
            tensor(pickle, entry.getValue(), index++);
        }
        pickle.text("training").op("\u0088");
        return pickle.op("u").op("b").op(".").bytes();
    }

    private static void tensor(Pickle pickle, Tensor tensor, int index) {
        pickle.global("torch._utils", "_rebuild_tensor_v2").op("(");
        pickle.op("(").text("storage").global("torch", "FloatStorage").text(String.valueOf(index)).text("cpu")
                .number(tensor.values().length).op("t").op("Q");
        pickle.number(0);
        pickle.op("(");
        for (int size : tensor.shape()) {
            pickle.number(size);
        }
        pickle.op("t").op("(");
        int stride = tensor.values().length;
        for (int size : tensor.shape()) {
            stride /= size;
            pickle.number(stride);
        }
        pickle.op("t").op(tensor.trained() ? "\u0088" : "\u0089");
        pickle.global("collections", "OrderedDict").op(")").op("R").op("t").op("R");
    }

    /** The few operations of Python's pickle, protocol 2, that are needed. */
    private static final class Pickle {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Pickle() {
            op("\u0080").op("\u0002");
        }

        Pickle op(String code) {
            out.writeBytes(code.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }

        Pickle global(String module, String name) {
            return op("c" + module + "\n" + name + "\n");
        }

        Pickle text(String text) {
            return op("X").int32(text.length()).op(text);
        }

        Pickle number(int value) {
            return op("J").int32(value);
        }

        private Pickle int32(int value) {
            out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
