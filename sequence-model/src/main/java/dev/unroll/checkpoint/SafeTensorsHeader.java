package dev.unroll.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON header of a safetensors file, wholly checked: what {@link #parse} returns can be read without surprises.
 *
 * @param entries  in the order of the data, which they cover without gap or overlap
 * @param metadata texts by key
 */
record SafeTensorsHeader(List<Entry> entries, Map<String, String> metadata) {

    private static final String METADATA = "__metadata__";
    private static final int ALIGNMENT = 8;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Where a tensor stands.
     *
     * @param begin first byte, counted from the end of the header
     * @param end   byte after the last
     */
    record Entry(String name, TensorType type, int[] shape, long begin, long end) {

        int size() {
            return Math.toIntExact((end - begin) / type.bytes);
        }
    }

    /** The bytes of a header for tensors that follow each other in single precision, padded with spaces to 8 bytes. */
    static byte[] format(TensorFile file) {
        ObjectNode root = JSON.createObjectNode();
        if (!file.metadata().isEmpty()) {
            ObjectNode metadata = root.putObject(METADATA);
            file.metadata().forEach(metadata::put);
        }
        long begin = 0;
        for (Tensor tensor : file.tensors()) {
            if (root.has(tensor.name()) || tensor.name().equals(METADATA)) {
                throw new IllegalArgumentException("names of tensors must be unique and not " + METADATA + "; got "
                        + tensor.name());
            }
            long end = begin + (long) tensor.values().length * TensorType.F32.bytes;
            ObjectNode entry = root.putObject(tensor.name());
            entry.put("dtype", TensorType.F32.name());
            ArrayNode shape = entry.putArray("shape");
            for (int dimension : tensor.shape()) {
                shape.add(dimension);
            }
            entry.putArray("data_offsets").add(begin).add(end);
            begin = end;
        }
        byte[] json = write(root).getBytes(StandardCharsets.UTF_8);
        byte[] header = Arrays.copyOf(json, (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(header, json.length, header.length, (byte) ' ');
        return header;
    }

    private static String write(JsonNode root) {
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param text       the header
     * @param dataLength bytes that follow the header
     */
    static SafeTensorsHeader parse(String text, long dataLength) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CheckpointException("the header must be valid JSON without repeated names; "
                    + e.getOriginalMessage(), e);
        }
        if (!text.startsWith("{") || !root.isObject()) {
            throw new CheckpointException("the header must be a JSON object that begins with its first byte");
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (field.getKey().equals(METADATA)) {
                readMetadata(field.getValue(), metadata);
            } else {
                entries.add(entry(field.getKey(), field.getValue()));
            }
        }
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long covered = 0;
        for (Entry entry : entries) {
            if (entry.begin != covered) {
                throw new CheckpointException("tensor " + entry.name + " must begin at byte " + covered
                        + " of the data, where the one before it ends; it begins at " + entry.begin);
            }
            covered = entry.end;
        }
        if (covered != dataLength) {
            throw new CheckpointException("the data must be " + covered + " bytes long, as the header says; there are "
                    + dataLength + (dataLength < covered ? "; the file was cut off" : ""));
        }
        return new SafeTensorsHeader(entries, metadata);
    }

    private static void readMetadata(JsonNode node, Map<String, String> metadata) {
        if (!node.isObject()) {
            throw new CheckpointException(METADATA + " must be an object of texts; got " + node);
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!field.getValue().isTextual()) {
                throw new CheckpointException(METADATA + " must hold texts only; got " + field.getKey() + ": "
                        + field.getValue());
            }
            metadata.put(field.getKey(), field.getValue().textValue());
        }
    }

    private static Entry entry(String name, JsonNode node) {
        if (!node.isObject() || node.size() != 3 || !node.has("dtype") || !node.path("shape").isArray()
                || node.path("data_offsets").size() != 2) {
            throw new CheckpointException("tensor " + name + " must have dtype, shape and two data_offsets; got "
                    + node);
        }
        TensorType type = type(name, node.get("dtype").asText());
        JsonNode dimensions = node.get("shape");
        int[] shape = new int[dimensions.size()];
        long size = 1;
        try {
            for (int i = 0; i < shape.length; i++) {
                shape[i] = Math.toIntExact(natural(name, dimensions.get(i)));
                size = Math.multiplyExact(size, shape[i]);
            }
            Math.toIntExact(size);
        } catch (ArithmeticException e) {
            throw new CheckpointException("tensor " + name + " must hold fewer than 2^31 values; got shape "
                    + dimensions, e);
        }
        long begin = natural(name, node.get("data_offsets").get(0));
        long end = natural(name, node.get("data_offsets").get(1));
        if (end - begin != size * type.bytes) {
            throw new CheckpointException("tensor " + name + " of shape " + dimensions + " must take "
                    + size * type.bytes
                    + " bytes; its offsets are " + begin + " and " + end);
        }
        return new Entry(name, type, shape, begin, end);
    }

    private static TensorType type(String name, String dtype) {
        for (TensorType type : TensorType.values()) {
            if (type.name().equals(dtype)) {
                return type;
            }
        }
        throw new CheckpointException("tensor " + name + " must be of type F32, F64, F16 or BF16; got " + dtype
                + "; convert it to float32 before saving");
    }

    private static long natural(String name, JsonNode number) {
        if (number == null || !number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
            throw new CheckpointException("shape and data_offsets of tensor " + name
                    + " must be whole numbers from 0; got " + number);
        }
        return number.longValue();
    }
}
